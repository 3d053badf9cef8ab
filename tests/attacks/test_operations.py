"""Starts that must fail, ends, time zones, and the same answer to the same call (rows 38, 39, 44, 45)."""

import os
import signal
import subprocess
import tempfile
import threading
import time
import unittest
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from attack import Attack, eventually  # first: it makes the test tools importable
from hook_body import HOOK_INSTANCE, with_all_data
from launched import LaunchedSandbox, LaunchedService, program_path
from secured_service import ClientsFile
from service import ROOT, SERVICE_ID, Service, patient
from test_fhir_faults import is_sanitized
from tokens import Key

from cds_client import Answer, NoAnswer, begin_calls  # noqa: I001
from expectations import advice_of
from fhir_faults import Fault
from fhir_server import FhirServer
from hook_request import FhirAccess, Mode, hook_request
from patient_builder import woman
from patient_record import PatientRecord

CALLS = 100           # under way when the service is told to end
LATENCY = 0.6         # seconds of the FHIR server
SECONDS_TO_REFUSE = 1.0
AT_ONCE = 2.0         # seconds
SLOWER_WITH_SANITIZERS = 20
ZONES = ("UTC", "Pacific/Auckland", "Pacific/Kiritimati", "Etc/GMT+12")  # between the last two are 26 hours
T_SCORE = {"valueQuantity": {"value": 0.4, "system": "http://unitsofmeasure.org", "code": "{T-score}"}}


class End(unittest.TestCase):

    def under_way(self, service: Service, fhir: FhirServer, calls: int) -> tuple[list[threading.Thread],
        list[int | None]]:
        """Starts so many calls that wait for the FHIR server, and returns when all do."""
        request = hook_request(service.order_sign(), patient("V03"), mode=Mode.MISSING, keys=["conditions"],
                               fhir_access=FhirAccess(fhir.base_url))
        threads, statuses = begin_calls(service.client, SERVICE_ID, request, calls)
        self.assertTrue(eventually(lambda: len(fhir.requests_for("Condition")) >= calls, 20))
        return threads, statuses

    def test_row_38_calls_under_way_are_answered_and_no_others(self) -> None:
        service = LaunchedSandbox("--fhir-deadline", "8000")
        with FhirServer(patient("V03").store, latency=LATENCY) as fhir:
            threads, statuses = self.under_way(service, fhir, CALLS)
            os.kill(service.pid, signal.SIGTERM)
            time.sleep(LATENCY / 4)  # it has heard of it
            with self.assertRaises(NoAnswer):
                service.client.discovery()
            for thread in threads:
                thread.join()
            self.assertEqual(statuses, [200] * CALLS)
            self.assertEqual(service.process.wait(10), 0)

    def test_row_38_a_second_signal_ends_it_at_once(self) -> None:
        service = LaunchedSandbox("--fhir-deadline", "60000")
        with FhirServer(patient("V03").store, faults={"Condition": Fault.HANG}) as fhir:
            threads, statuses = self.under_way(service, fhir, 4)
            os.kill(service.pid, signal.SIGTERM)
            time.sleep(0.3)
            self.assertIsNone(service.process.poll())
            os.kill(service.pid, signal.SIGTERM)
            started = time.monotonic()
            service.process.wait(20)
            self.assertLess(time.monotonic() - started, AT_ONCE)
            for thread in threads:
                thread.join()
        self.assertEqual(statuses, [None] * 4)


class Start(unittest.TestCase):

    def setUp(self) -> None:
        self.clients = ClientsFile()
        self.addCleanup(self.clients.close)
        self.clients.add("https://ehr.example.org", Key())

    @classmethod
    def setUpClass(cls) -> None:
        cls.service = Service()
        cls.addClassCleanup(lambda: cls.service.stop())
        cls.slower = SLOWER_WITH_SANITIZERS if is_sanitized(cls.service.pid) else 1

    def assert_does_not_start(self, *options: str) -> None:
        started = time.monotonic()
        done = subprocess.run([program_path(), "serve", *options], capture_output=True, text=True, cwd=ROOT,
            check=False,
                              timeout=SECONDS_TO_REFUSE * 60)
        self.assertNotEqual(done.returncode, 0)
        self.assertGreater(done.returncode, 0, "it was a signal")
        self.assertLess(time.monotonic() - started, SECONDS_TO_REFUSE * self.slower)
        self.assertRegex(done.stderr, r"\A[^\n]{10,1000}\n\Z")

    def test_row_39_starts_that_fail(self) -> None:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            (folder / "profile.json").write_text("{}", encoding="utf-8")
            (folder / "empty").mkdir()
            (folder / "bad.toml").write_text("colour = 'red'\n", encoding="utf-8")
            (folder / "bad.json").write_text('{"clients": [', encoding="utf-8")
            sandbox = ("--sandbox", "--port", "0")
            for options in [
                    (*sandbox, "--colour", "red"), ("--sandbox", "--port", "many"), ("--sandbox", "--port", "99999"),
                    ("--sandbox", "--port", str(self.service.port)), (*sandbox, "--guideline", str(folder)),
                    (*sandbox, "--guideline", str(folder / "empty")), (*sandbox, "--guideline", "no-such-guideline"),
                    (*sandbox, "--guideline-dir", str(folder / "nowhere")), (*sandbox, "--as-of", "2026-02-30"),
                    (*sandbox, "--config", str(folder / "bad.toml")),
                    (*sandbox, "--config", str(folder / "nowhere.toml")),
                    (*sandbox, "--clients", str(folder / "bad.json")),
                    (*sandbox, "--clients", str(folder / "nowhere.json")),
                    ("--sandbox", "--listen", "0.0.0.0:0"), (*sandbox, "--fhir-server", "no url"),
                    (*sandbox, "--fhir-ca-file", str(folder / "nowhere.pem"))]:
                with self.subTest(options):
                    self.assert_does_not_start(*options)

    def test_row_39_starts_outside_sandbox_mode_that_fail(self) -> None:
        good = self.clients.options()
        keys = self.clients.folder
        (keys / "rubbish.pem").write_text("canary", encoding="utf-8")
        for options in [
                (), good, ("--behind-proxy", *good[:2]), ("--behind-proxy", *good[2:]),
                ("--behind-proxy", *good[:2], "--public-url", "http://cds.example.org"),
                ("--behind-proxy", *good[:2], "--public-url", "https://cds.example.org/"),
                (*good, "--tls-cert", str(keys / "rubbish.pem")),
                (*good, "--tls-cert", str(keys / "nowhere.pem"), "--tls-key", str(keys / "nowhere.pem")),
                (*good, "--tls-cert", str(keys / "rubbish.pem"), "--tls-key", str(keys / "rubbish.pem")),
                (*good, "--behind-proxy", "--cors-origin", "*"),
                (*good, "--behind-proxy", "--cors-origin", "https://x/"),
                (*good, "--behind-proxy", "--sandbox"), (*good, "--behind-proxy", "--as-of", "2026-06-15")]:
            with self.subTest(options):
                self.assert_does_not_start("--port", "0", *options)

    def test_row_39_clients_files_that_are_bad(self) -> None:
        keys = Key()
        for change in ({"jwksFile": "nowhere.json"}, {"jku": "http://ehr.example.org/jwks.json", "jwksFile": None},
                       {"algs": ["none"]}, {"algs": ["HS384"]}, {"algs": []}, {"iss": ""}, {"colour": "red"},
                       {"jwksFile": None}, {"fhirServers": ["http://ehr.example.org/fhir"]}, {"maxTokenAgeSeconds": 0}):
            with self.subTest(change):
                clients = ClientsFile()
                self.addCleanup(clients.close)
                clients.add("https://ehr.example.org", keys)
                clients.change(change)
                self.assert_does_not_start("--port", "0", "--behind-proxy", *clients.options())


class Determinism(Attack):

    def test_row_44_the_zone_does_not_change_the_cards_of_a_day(self) -> None:
        record = woman(60).t_score(-2.6)
        for moment in ("2025-06-15T23:59:59Z", "2025-06-15T23:59:59+12:00", "2025-06-16T00:00:00+14:00"):
            record.observation("38267-1", moment, T_SCORE)
        records = [PatientRecord(record.document())]
        answers = {}
        for zone in ZONES:
            service = LaunchedSandbox(environment={"TZ": zone})
            self.addCleanup(service.stop)
            answers[zone] = [answer.text for answer in answers_of(service, records)]
            self.assertEqual(answers[zone], answers["UTC"], zone)

    def test_row_44_today_is_the_day_of_the_zone(self) -> None:
        """Scans around twelve months old are due in each zone by its own day, though it is another one elsewhere."""
        advice = {}
        for zone in ZONES:
            service = LaunchedService("--sandbox", environment={"TZ": zone})
            self.addCleanup(service.stop)
            today = None
            while today != today_in(zone):  # else midnight came between
                today = today_in(zone)
                advice[zone] = [sorted(advice_of(answer.body)) for answer in answers_of(service, records_around(today))]
            self.assertEqual(advice[zone], advice["UTC"], zone)
        self.assertEqual(len(set(map(str, advice["UTC"]))), 3, "the days do not matter")

    def test_row_45_the_same_bytes(self) -> None:
        """For the same call on the same day, from another process, too; the ids of cards are of the call."""
        other = LaunchedSandbox()
        self.addCleanup(other.stop)
        for guideline_of in (self.service, other):
            self.assertEqual(guideline_of.client.discovery().text, self.service.client.discovery().text)
        for file in sorted((ROOT / "tests/patients").glob("V*.json")):
            body = with_all_data(self.service.order_sign(), file.stem)
            expected = self.service.client.call(SERVICE_ID, body).text
            for service in (self.service, other):
                self.assertEqual(service.client.call(SERVICE_ID, body).text, expected, file.name)
        again = self.service.client.call(SERVICE_ID, body | {"hookInstance": "f" * 36})
        self.assertNotEqual(again.text, expected)


def today_in(zone: str) -> date:
    return datetime.now(ZoneInfo(zone)).date()


def answers_of(service: Service, records: list[PatientRecord]) -> list[Answer]:
    order_sign = service.order_sign()
    return [service.client.call(SERVICE_ID, hook_request(order_sign, record, hook_instance=HOOK_INSTANCE))
            for record in records]


def records_around(today: date) -> list[PatientRecord]:
    """A scan 12 and 24 months ago, and a day more or less."""
    return [PatientRecord(woman(60).observation(
        "38267-1", (years_before(today, years) - timedelta(days)).isoformat(), T_SCORE).document())
        for years in (1, 2) for days in (-1, 0, 1)]


def years_before(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:  # 29 February
        return day.replace(year=day.year - years, day=28)


if __name__ == "__main__":
    unittest.main()
