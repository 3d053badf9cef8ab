"""What those who operate the service see and do: health, metrics, the log, the audit, signals."""

import json
import os
import shutil
import signal
import subprocess
import tempfile
import threading
import unittest
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

from service import ROOT, SERVICE_ID, Service, patient  # first: it makes the test tools importable

from free_port import free_port  # noqa: I001
from hook_request import Mode, hook_request
from waiting import eventually

CALL = f"/cds-services/{SERVICE_ID}"
USER = "canary-user"
SECONDS = 10  # until a signal has had its effect


def get(port: int, path: str) -> tuple[int, str]:
    with closing(HTTPConnection("127.0.0.1", port, timeout=10)) as connection:
        connection.request("GET", path)
        response = connection.getresponse()
        return response.status, response.read().decode()


class Operations(unittest.TestCase):

    def start(self, *options: str) -> None:
        self.admin = free_port()
        self.service = Service("aibl-2017", "--admin-listen", f"127.0.0.1:{self.admin}", *options)
        self.addCleanup(self.stop)

    def stop(self) -> None:
        if self.service is not None:
            service, self.service = self.service, None
            service.stop()

    def request(self, name: str = "V03") -> dict[str, Any]:
        request = hook_request(self.service.order_sign(), patient(name), mode=Mode.FULL)
        request["context"]["userId"] = f"Practitioner/{USER}"
        request["hookInstance"] = "d1577c69-dfbe-44ad-ba6d-3e05e953b2ea"
        return request

    def metric(self, line: str) -> float:
        """0 where it is not there."""
        for found in get(self.admin, "/metrics")[1].splitlines():
            if found.startswith(line + " "):
                return float(found.removeprefix(line))
        return 0

    def log(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.service.output().splitlines()]

    def test_health(self) -> None:
        self.start()
        self.assertEqual(get(self.admin, "/livez"), (200, '{"status":"alive"}'))
        self.assertEqual(get(self.admin, "/readyz"), (200, '{"status":"ready"}'))
        self.assertEqual(get(self.admin, "/cds-services")[0], 404)
        self.assertEqual(self.service.client.send("GET", "/metrics").status, 404, "not on the clients' port")

    def test_metrics_are_valid_and_count_what_happened(self) -> None:
        self.start()
        for _ in range(3):
            self.service.client.call(SERVICE_ID, self.request())
        status, text = get(self.admin, "/metrics")
        self.assertEqual(status, 200)
        checked = subprocess.run(["promtool", "check", "metrics"], input=text, capture_output=True, text=True)
        self.assertEqual((checked.returncode, checked.stdout + checked.stderr), (0, ""))
        self.assertEqual(self.metric(f'cds_http_requests_total{{route="{CALL}",status="200"}}'), 3)
        self.assertEqual(self.metric('cds_decisions_total{'
                                     'cds_service="aromatase-inhibitor-bone-health",rule="t-below-minus-2",table="treatment-indication"}'), 3)
        self.assertEqual(self.metric('cds_prefetch_total{key="patient",result="present"}'), 3)
        self.assertGreater(self.metric('cds_cards_total{card="with-calcium",cds_service="aromatase-inhibitor-bone-health",'
                                       'indicator="info"}'), 0)
        self.assertEqual(self.metric("cds_feedback_store_up"), 1)

    def test_every_rule_is_there_before_it_fired(self) -> None:
        self.start()
        text = get(self.admin, "/metrics")[1]
        ours = f'cds_service="{SERVICE_ID}"'
        for series in (f'cds_decisions_total{{{ours},rule="older-than-24-months",table="bone-density"}}',
                       f'cds_cards_total{{card="with-calcium",{ours},indicator="info"}}',
                       f'cds_cards_withheld_total{{card="with-calcium",{ours}}}',
                       f'cds_cards_total{{card="dxa-repeat",cds_service="{SERVICE_ID}-view",indicator="warning"}}',
                       f'cds_silent_total{{cds_service="{SERVICE_ID}-view",reason="not-on-an-ai"}}',
                       'cds_feedback_total{card="with-calcium",outcome="overridden",reason="none"}',
                       f'cds_silent_total{{{ours},reason="not-an-ai-order"}}',
                       f'cds_silent_total{{{ours},reason="uneventful-renewal"}}',
                       'cds_fhir_requests_total{client="sandbox",result="failed"}'):
            self.assertIn(series + " 0\n", text)

    def test_an_order_without_a_known_code_is_counted(self) -> None:
        self.start()
        request = self.request()
        for entry in request["context"]["draftOrders"]["entry"]:
            entry["resource"]["medicationCodeableConcept"] = {"text": "Letrozole 2.5 mg"}
        self.assertNotEqual(self.service.client.call(SERVICE_ID, request).body["cards"], [])
        self.assertEqual(self.metric('cds_unrecognised_orders_total{reason="text_only"}'), 1)

    def test_the_log_is_json_and_follows_the_trace(self) -> None:
        self.start()
        trace = "0af7651916cd43dd8448eb211c80319c"
        self.service.client.send("POST", CALL, self.request(), {"traceparent": f"00-{trace}-b7ad6b7169203331-01"})

        def lines() -> list[dict[str, Any]]:
            return [line for line in self.log() if line.get("trace_id") == trace]

        # The line of the request is written when the answer has left: the client may be faster.
        self.assertTrue(eventually(lambda: {line["event"] for line in lines()} == {"advice", "request"}, SECONDS))
        self.assertEqual(len({line["request_id"] for line in lines()}), 1)

    def test_the_level_of_the_log(self) -> None:
        self.start("--log-level", "warning")
        self.service.client.call(SERVICE_ID, self.request())
        self.assertEqual(self.log(), [])
        os.kill(self.service.pid, signal.SIGUSR1)
        self.assertTrue(eventually(lambda: self.service.client.discovery() and self.log() != [], SECONDS))
        os.kill(self.service.pid, signal.SIGUSR1)

    def test_the_audit_names_nobody(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "audit.log"
            self.start("--audit", str(file))
            for name in ("V03", "V03", "V01"):
                self.service.client.call(SERVICE_ID, self.request(name))
            lines = [json.loads(line) for line in file.read_text().splitlines()]
            self.assertEqual([line["event"] for line in lines], ["advice"] * 3)
            self.assertEqual(lines[0]["patient"], lines[1]["patient"])
            self.assertNotEqual(lines[0]["patient"], lines[2]["patient"])
            self.assertIn("treatment-indication/t-below-minus-2", lines[0]["rules"])
            self.assertIn("conditions", lines[0]["data"])
            for secret in (USER, patient("V03").patient_id, patient("V01").patient_id):
                self.assertNotIn(secret, file.read_text())
            file.rename(file.with_suffix(".old"))
            os.kill(self.service.pid, signal.SIGHUP)
            self.assertTrue(eventually(file.exists, SECONDS), "a new file is begun")
            self.stop()

    def guideline_folder(self) -> Path:
        folder = Path(self.enterContext(tempfile.TemporaryDirectory())) / "guideline"
        shutil.copytree(ROOT / "rules/guideline", folder)
        return folder

    def reload(self, result: str) -> None:
        name = f'cds_reloads_total{{result="{result}",what="guideline"}}'
        before = self.metric(name)
        os.kill(self.service.pid, signal.SIGHUP)
        self.assertTrue(eventually(lambda: self.metric(name) == before + 1, SECONDS), result)

    def test_new_rules_are_read_and_bad_ones_change_nothing(self) -> None:
        folder = self.guideline_folder()
        self.start("--guideline-dir", str(folder))
        profile = folder / "aibl-2017/profile.json"
        good = profile.read_text()
        profile.write_text(good.replace('"version": "1.0.0"', '"version": "2.0.0"', 1))
        self.reload("ok")
        versions = lambda: {card["extension"]["bone-health-cds.basis"]["version"]  # noqa: E731
                            for card in self.service.client.call(SERVICE_ID, self.request()).body["cards"]}
        self.assertEqual(versions(), {"2.0.0"})
        profile.write_text("{")
        self.reload("refused")
        self.assertEqual(versions(), {"2.0.0"})
        self.assertTrue(any(line["event"] == "reload-refused" for line in self.log()))

    def test_no_answer_is_mixed_or_lost_while_rules_change(self) -> None:
        folder = self.guideline_folder()
        self.start("--guideline-dir", str(folder))
        profile = folder / "aibl-2017/profile.json"
        good = profile.read_text()
        request = json.dumps(self.request())
        failed: list[Any] = []
        seen: set[str] = set()
        done = threading.Event()

        def call() -> None:
            connection = HTTPConnection("127.0.0.1", self.service.port, timeout=20)
            while not done.is_set():
                connection.request("POST", CALL, request, {"Content-Type": "application/json"})
                response = connection.getresponse()
                body = json.loads(response.read())
                versions = {card["extension"]["bone-health-cds.basis"]["version"] for card in body.get("cards", [])}
                if response.status != 200 or len(versions) != 1:
                    failed.append((response.status, versions))
                seen.update(versions)

        threads = [threading.Thread(target=call) for _ in range(4)]
        for thread in threads:
            thread.start()
        for version in range(2, 6):
            profile.write_text(good.replace('"version": "1.0.0"', f'"version": "{version}.0.0"', 1))
            self.reload("ok")
        done.set()
        for thread in threads:
            thread.join()
        self.assertEqual(failed, [])
        self.assertGreaterEqual(len(seen), 4)

    def test_the_end_comes_in_two_steps(self) -> None:
        """First it says so and sends clients away, answering all; then it closes the door."""
        self.start("--end-notice", "2")
        connection = HTTPConnection("127.0.0.1", self.service.port, timeout=10)
        connection.request("GET", "/cds-services")
        self.assertNotEqual((response := connection.getresponse()).headers.get("connection"), "close")
        response.read()
        os.kill(self.service.pid, signal.SIGTERM)
        self.assertTrue(eventually(lambda: get(self.admin, "/readyz")[0] == 503, SECONDS))
        self.assertEqual(get(self.admin, "/livez")[0], 200)
        connection.request("GET", "/cds-services")
        response = connection.getresponse()
        self.assertEqual((response.status, response.headers["connection"]), (200, "close"))
        self.assertEqual(self.service.client.discovery().status, 200, "new connections are still served")
        self.assertEqual(self.service._process.wait(10), 0)
        self.service._output.close()
        self.service = None


if __name__ == "__main__":
    unittest.main()
