"""The check of the files for operations finds each way in which they may not fit each other."""

import unittest

from check_operations import Rule, Tested, alert_problems, as_recording_rules, dashboard_problems, known_metrics, query_problems, rules_of, tested_alerts

RULES = """groups:
  - name: store
    rules:
      - record: cds:down
        expr: sum(cds_up)
      - alert: Down
        expr: |
          cds_up == 0
          and cds:down > 1
        labels: { severity: critical }
        annotations:
          summary: "{{ $labels.instance }}"
          description: "down"
          runbook_url: "RUNBOOK.md#down"
"""
TESTS = """
      - expr: ALERTS{alertname="Down", alertstate="firing"}
        eval_time: 4m
        exp_samples: []
      - expr: ALERTS{alertname="Down", alertstate="firing"}
        eval_time: 6m
        exp_samples:
          - labels: 'ALERTS{instance="a"}'
            value: 1
"""
METRICS = known_metrics("# comment\ncds_up gauge\ncds_calls_total counter route|status\ncds_cards counter cds_service\ncds_seconds histogram route\n")


class Alerts(unittest.TestCase):

    def setUp(self) -> None:
        self.rule = rules_of(RULES)[1]

    def found(self, tested: Tested, sections: frozenset[str] = frozenset({"Down"})) -> list[str]:
        return list(alert_problems(self.rule, tested, set(sections)))

    def test_rules_are_read(self) -> None:
        self.assertEqual([(rule.kind, rule.name) for rule in rules_of(RULES)], [("record", "cds:down"), ("alert", "Down")])
        self.assertEqual(rules_of(RULES)[0].expression, "sum(cds_up)")
        self.assertIn("and cds:down > 1", self.rule.expression)

    def test_tests_are_read(self) -> None:
        self.assertEqual(tested_alerts([TESTS]), {"Down": Tested(1, ['ALERTS{instance="a"}'])})

    def test_a_good_alert(self) -> None:
        self.assertEqual(self.found(Tested(1, ['instance="a"'])), [])

    def test_what_is_missing_is_found(self) -> None:
        for what, tested, sections in (("quiet", Tested(0, ['instance="a"']), frozenset({"Down"})),
                                       ("fires", Tested(1, []), frozenset({"Down"})),
                                       ("section", Tested(1, ['instance="a"']), frozenset({"Up"})),
                                       ("label instance", Tested(1, ['client="a"']), frozenset({"Down"}))):
            with self.subTest(what):
                found = self.found(tested, sections)
                self.assertEqual(len(found), 1, found)
                self.assertIn(what, found[0])

    def test_an_alert_without_severity(self) -> None:
        rule = Rule("alert", "Down", self.rule.text.replace("critical", "grave"))
        self.assertEqual(len(list(alert_problems(rule, Tested(1, ['instance="a"']), {"Down"}))), 1)


class Queries(unittest.TestCase):

    def test_good_ones(self) -> None:
        for query in ('sum by (status) (rate(cds_calls_total{route="cds_other", instance="a"}[5m]))',
                      "histogram_quantile(0.9, sum by (le) (rate(cds_seconds_bucket[5m])))", "cds_seconds_sum / cds_seconds_count", 'cds_cards{cds_service!="a"}'):
            self.assertEqual(list(query_problems("here", query, METRICS)), [], query)

    def test_bad_ones(self) -> None:
        for query in ("cds_call_total", "rate(cds_seconds[5m])", "cds:nothing > 1", 'cds_calls_total{code="200"}', 'cds_up{route=~"x"}'):
            self.assertEqual(len(list(query_problems("here", query, METRICS))), 1, query)

    def test_dashboards(self) -> None:
        panel = {"id": 1, "title": "a", "type": "timeseries", "datasource": {"uid": "${datasource}"}, "targets": [{"expr": "cds_up"}]}
        self.assertEqual(list(dashboard_problems({"panels": [panel]})), [])
        for wrong in ([panel, panel], [panel | {"datasource": {"uid": "mine"}}], [panel | {"targets": []}]):
            self.assertEqual(len(list(dashboard_problems({"panels": wrong}))), 1)

    def test_recording_rules(self) -> None:
        self.assertIn('"expr": "rate(cds_up[5m])"', as_recording_rules([("a", "rate(cds_up[$__rate_interval])")]))


if __name__ == "__main__":
    unittest.main()
