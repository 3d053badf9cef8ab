"""FHIR servers that fail in every way: refused in time, left alone after a while, and nothing stays (rows 33, 34).

Every fault of every kind of resource is in tests/blackbox/test_fhir_faults.py.
"""

import socket
import unittest
from concurrent.futures import ThreadPoolExecutor

from attack import eventually  # first: it makes the test tools importable
from fetching import REQUIRED, TOKEN, Fetching, patient
from service import SERVICE_ID
from test_fhir_faults import open_descriptors
from test_fhir_wire import BAD

from cds_client import Answer  # noqa: I001
from fhir_faults import Fault
from fhir_server import FhirServer
from hook_request import Mode
from raw_server import RawServer

DEADLINE, MARGIN = 0.4, 0.8  # seconds of a call; and what it may take longer on a busy machine
AT_ONCE = 4
FAILURES = 3
NO_FAULT_OF_THE_SERVER = (Fault.UNAUTHORIZED, Fault.FORBIDDEN, Fault.NOT_FOUND)
RECORD = patient("V03")


class Faults(Fetching):
    options = ("--fhir-deadline", str(int(1000 * DEADLINE)))

    def refused(self, fhir_server: str, keys: list[str]) -> Answer:
        """The answer to a call for which these keys are fetched there."""
        request = self.request(RECORD, None, Mode.MISSING, keys=keys) | {
            "fhirServer": fhir_server, "fhirAuthorization": {"access_token": TOKEN, "token_type": "Bearer"}}
        return self.service.client.call(SERVICE_ID, request)

    def test_row_33_every_fault(self) -> None:
        def ask(fault: Fault) -> tuple[Fault, Answer]:
            with FhirServer(RECORD.store, access_token=TOKEN, faults={"Condition": fault}) as fhir:
                return fault, self.refused(fhir.base_url, ["conditions"])
        ask(Fault.GZIP_BOMB)  # after it the process has what it keeps
        before = open_descriptors(self.service.pid)
        with ThreadPoolExecutor(AT_ONCE) as threads:
            for fault, answer in threads.map(ask, Fault):
                with self.subTest(fault):
                    self.assert_refused(answer)
                    self.assertLess(answer.seconds, DEADLINE + MARGIN)
        self.assertTrue(eventually(lambda: open_descriptors(self.service.pid) <= before + AT_ONCE, 5))

    def test_row_33_answers_that_are_no_http(self) -> None:
        def ask(content: bytes) -> Answer:
            with RawServer(content) as server:
                return self.refused(server.base_url, ["patient"])
        with ThreadPoolExecutor(AT_ONCE) as threads:
            for what, answer in zip(BAD, threads.map(ask, BAD.values())):
                with self.subTest(what):
                    self.assert_refused(answer, "patient")
                    self.assertLess(answer.seconds, DEADLINE + MARGIN)

    def test_row_33_nobody_listens(self) -> None:
        with socket.create_server(("127.0.0.1", 0)) as gone:
            url = f"http://127.0.0.1:{gone.getsockname()[1]}/fhir/R4"
        answer = self.refused(url, ["patient"])
        self.assert_refused(answer, "patient")
        self.assertLess(answer.seconds, DEADLINE)

    def test_row_33_the_breaker(self) -> None:
        for fault in (Fault.SERVER_ERROR, Fault.HANG, Fault.RESET, Fault.TOO_MANY_REQUESTS):
            with self.subTest(fault):
                fhir = self.serve(RECORD, faults={"Condition": fault})
                for _ in range(FAILURES + 2):
                    self.assert_refused(self.refused(fhir.base_url, ["conditions"]), "conditions")
                self.assertEqual(len(fhir.requests_for("Condition")), FAILURES)
        for fault in NO_FAULT_OF_THE_SERVER:
            with self.subTest(fault):
                fhir = self.serve(RECORD, faults={"Condition": fault})
                for _ in range(FAILURES + 2):
                    self.assert_refused(self.refused(fhir.base_url, ["conditions"]), "conditions")
                self.assertEqual(len(fhir.requests_for("Condition")), FAILURES + 2)

    def test_row_34_one_of_four_fails(self) -> None:
        for resource_type, key in (("Patient", "patient"), ("Condition", "conditions"), ("MedicationRequest",
            "medications"),
                                   ("Observation", "boneDensity")):
            for fault in (Fault.SERVER_ERROR, Fault.FORBIDDEN, Fault.HANG, Fault.TRUNCATED, Fault.WRONG_PATIENT):
                with self.subTest(key, fault=fault):
                    fhir = self.serve(RECORD, faults={resource_type: fault})
                    answer = self.sign(RECORD, fhir)
                    self.assert_refused(answer, *([] if fault == Fault.WRONG_PATIENT else [key]))
                    self.assertNotIn("cards", answer.text)
                    self.assertLess(answer.seconds, DEADLINE + MARGIN)

    def test_row_34_each_of_four_is_missing_and_cannot_be_fetched(self) -> None:
        for key in REQUIRED:
            with self.subTest(key):
                self.assert_refused(self.prefetched(RECORD, Mode.MISSING, keys=[key]), key)


if __name__ == "__main__":
    unittest.main()
