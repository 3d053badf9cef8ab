"""What promtool does not check of the files for operations: that they fit each other.

    python3 tests/alerts/check_operations.py [--expressions FILE]

Each alert has a test in which it fires and one in which it is quiet, and a section of the runbook; each metric and label
that is asked for exists. --expressions writes every query of the dashboard as a recording rule, for promtool to parse.
Prints each problem; the exit status is 0 if there is none.
"""

import argparse
import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TESTS = ROOT / "tests/alerts"
ALERTS = ROOT / "deploy/prometheus/alerts.yaml"
DASHBOARD = ROOT / "deploy/grafana/dashboard.json"
RUNBOOK = ROOT / "deploy/RUNBOOK.md"
OF_EVERY_TARGET = {"job", "instance"}
# In place of Grafana's variables, where Prometheus wants a duration or a value.
GRAFANA_VALUES = {"$__rate_interval": "5m", "$__range": "1d", "$__interval": "1m", "$instance": ".*"}

METRIC = re.compile(r"\b(?:cds_|process_)\w+|\bup\b|\bcds:[\w:]+")
SELECTOR = re.compile(r"(\b(?:cds_|process_)\w+|\bup)\{([^}]*)\}")
GROUPING = re.compile(r"\b(?:by|without|on|ignoring)\s*\([^)]*\)")
QUOTED = re.compile(r'"[^"]*"')
MATCHERS = re.compile(r"\{[^}]*\}")


@dataclass
class Rule:
    """An alert, or a recording rule, of alerts.yaml."""
    kind: str
    name: str
    text: str

    @property
    def expression(self) -> str:
        found = re.search(r"^ {8}expr: (?:\|\n((?: {10}.*\n)+)|(.*)\n)", self.text, re.MULTILINE)
        return (found[1] or found[2]) if found else ""

    @property
    def runbook_url(self) -> str:
        found = re.search(r'runbook_url: "(.*)"', self.text)
        return found[1] if found else ""

    def labels_told(self) -> set[str]:
        return set(re.findall(r"\$labels\.(\w+)", self.text))


@dataclass
class Tested:
    quiet: int = 0
    firing: list[str] = field(default_factory=list)  # the labels of each


def rules_of(text: str) -> list[Rule]:
    parts = re.split(r"^ {6}- (?=(?:alert|record): )", text, flags=re.MULTILINE)[1:]
    heads = [re.match(r"(alert|record): (\S+)", part) for part in parts]
    return [Rule(head[1], head[2], part) for head, part in zip(heads, parts, strict=True) if head]


def tested_alerts(texts: list[str]) -> dict[str, Tested]:
    tested: dict[str, Tested] = {}
    check = re.compile(r'- expr: ALERTS\{alertname="(\w+)", alertstate="firing"\}\n\s+eval_time: \S+\n\s+exp_samples:(.*(?:\n {10}.*)*)')
    for text in texts:
        for name, samples in check.findall(text):
            entry = tested.setdefault(name, Tested())
            if samples.strip() == "[]":
                entry.quiet += 1
            else:
                entry.firing += re.findall(r"labels: '(.*)'", samples)
    return tested


def known_metrics(text: str) -> dict[str, set[str]]:
    """Names as they are asked for, with their labels: a histogram is asked for by its parts."""
    known: dict[str, set[str]] = {}
    for line in text.splitlines():
        if not line or line.startswith("#"):
            continue
        name, kind, *labels = line.split()
        own = set(labels[0].split("|")) if labels else set()
        if kind == "histogram":
            known |= {name + "_bucket": own | {"le"}, name + "_sum": own, name + "_count": own}
        else:
            known[name] = own
    return known


def query_problems(where: str, query: str, known: dict[str, set[str]]) -> Iterator[str]:
    unlabelled = MATCHERS.sub("", GROUPING.sub("", QUOTED.sub('""', query)))
    for name in sorted(set(METRIC.findall(unlabelled)) - known.keys()):
        yield f"{where}: there is no metric {name}"
    for name, matchers in SELECTOR.findall(query):
        asked = set(re.findall(r"(\w+)\s*(?:=|!)", QUOTED.sub('""', matchers)))
        for label in sorted(asked - known.get(name, asked) - OF_EVERY_TARGET):
            yield f"{where}: {name} has no label {label}"


def alert_problems(rule: Rule, tested: Tested, sections: set[str]) -> Iterator[str]:
    if not tested.firing:
        yield f"{rule.name}: no test in which it fires"
    if not tested.quiet:
        yield f"{rule.name}: no test in which it is quiet"
    if rule.runbook_url != f"RUNBOOK.md#{rule.name.lower()}" or rule.name not in sections:
        yield f"{rule.name}: no section of its own in RUNBOOK.md"
    for label in sorted(rule.labels_told()):
        if not all(f"{label}=" in labels for labels in tested.firing):
            yield f"{rule.name}: tells the label {label}, which it does not have"
    if not re.search(r"severity: (critical|warning)\b", rule.text) or "summary:" not in rule.text or "description:" not in rule.text:
        yield f"{rule.name}: wants a severity, a summary and a description"


def dashboard_queries(dashboard: dict) -> list[tuple[str, str]]:
    return [(panel["title"], target["expr"]) for panel in dashboard["panels"] for target in panel.get("targets", [])]


def dashboard_problems(dashboard: dict) -> Iterator[str]:
    ids = [panel["id"] for panel in dashboard["panels"]]
    if len(ids) != len(set(ids)):
        yield "dashboard: two panels have the same id"
    for panel in dashboard["panels"]:
        if panel["type"] != "row" and (panel.get("datasource") or {}).get("uid") != "${datasource}":
            yield f"dashboard: {panel['title']}: the data source is not the variable"
        if panel["type"] != "row" and not panel.get("targets"):
            yield f"dashboard: {panel['title']}: asks for nothing"


def as_recording_rules(queries: list[tuple[str, str]]) -> str:
    rules = []
    for number, (_, query) in enumerate(queries):
        for variable, value in GRAFANA_VALUES.items():
            query = query.replace(variable, value)
        rules.append({"record": f"dashboard:query{number}", "expr": query})
    return json.dumps({"groups": [{"name": "dashboard", "rules": rules}]})  # JSON is YAML


def problems(rules: list[Rule], tested: dict[str, Tested], known: dict[str, set[str]], dashboard: dict, sections: set[str]) -> Iterator[str]:
    alerts = [rule for rule in rules if rule.kind == "alert"]
    known = known | {rule.name: set() for rule in rules if rule.kind == "record"}
    for rule in rules:
        yield from query_problems(rule.name, rule.expression, known)
        if not rule.expression:
            yield f"{rule.name}: no expression"
    for rule in alerts:
        yield from alert_problems(rule, tested.get(rule.name, Tested()), sections)
    names = {rule.name for rule in alerts}
    yield from (f"{name}: tested, but there is no such alert" for name in sorted(tested.keys() - names))
    yield from dashboard_problems(dashboard)
    for title, query in dashboard_queries(dashboard):
        yield from query_problems(f"dashboard: {title}", query, known)


def main() -> int:
    options = argparse.ArgumentParser()
    options.add_argument("--expressions", type=Path)
    expressions = options.parse_args().expressions
    dashboard = json.loads(DASHBOARD.read_text(encoding="utf-8"))
    rules = rules_of(ALERTS.read_text(encoding="utf-8"))
    tested = tested_alerts([path.read_text(encoding="utf-8") for path in sorted(TESTS.glob("*_test.yaml"))])
    known = known_metrics((TESTS / "metrics.txt").read_text(encoding="utf-8"))
    sections = set(re.findall(r"^### (\w+)$", RUNBOOK.read_text(encoding="utf-8"), re.MULTILINE))
    if expressions:
        expressions.write_text(as_recording_rules(dashboard_queries(dashboard)), encoding="utf-8")
    found = list(problems(rules, tested, known, dashboard, sections))
    alerts = sum(rule.kind == "alert" for rule in rules)
    print("\n".join(found) or f"{alerts} alerts and {len(dashboard_queries(dashboard))} queries are as they should be")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
