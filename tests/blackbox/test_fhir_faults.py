"""A FHIR server that fails, in every way and place: refused in time, or advice that says what it could not look up.

Every fault meets every type of resource in turn. What an optional search loses must be told as when the EHR itself
prefetches an error there. Nothing of it may stay behind in the process.
"""

import itertools
import time
import unittest
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fetching import TOKEN, Fetching, cards_of, problems_of  # first: it makes the test tools importable
from service import SERVICE_ID

from cds_client import Answer  # noqa: I001
from expectations import advice_of
from fhir_faults import Fault
from fhir_http import ELSEWHERE_PATH
from fhir_search_parameters import Json
from fhir_server import FhirServer
from hook_request import Mode
from patient_builder import RXNORM, SNOMED, concept, months_ago, woman
from patient_record import PatientRecord

DEADLINE = 0.5        # seconds, of the services here
MARGIN = 1.5          # of an answer that leaves at the deadline
BUSY_MARGIN = 5.0     # while several calls are under way, and perhaps other programs; who waits for a hang waits longer
AT_ONCE = 4           # calls
KEPT_MEMORY = 16 * 2**20
SECONDS_TO_SETTLE = 35  # kept connections are closed after 30
SILENT = (Fault.HANG, Fault.HANG_IN_BODY, Fault.DRIP)
OF_PAGES = (Fault.PAGING_LOOP, Fault.FOREIGN_NEXT)
REQUIRED_TYPES = {"Patient": "patient", "Condition": "conditions", "MedicationRequest": "medications",
                  "Observation": "boneDensity"}
EVERY_TYPE = "*"
NOWHERE = "nowhere"  # no resource: the server is well again


def rich_record() -> PatientRecord:
    """No DXA, and something to be found by almost every search."""
    someone = woman(60).takes("1897").quantity("98979-8", 60, "mL/min/{1.73_m2}").given("993452", 20)
    someone.observation("72166-2", months_ago(1), {"valueCodeableConcept": concept(SNOMED, "266919005")})
    someone.service_request(code=concept(SNOMED, "71388002"))
    someone.add("AllergyIntolerance", {"code": concept(RXNORM, "7980"), "clinicalStatus": concept(
        "http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical", "active")})
    someone.add("FamilyMemberHistory", {"status": "completed", "relationship": concept(
        "http://terminology.hl7.org/CodeSystem/v3-RoleCode", "MTH"),
        "condition": [{"code": concept(SNOMED, "38341003")}]})
    someone.add("Procedure", {"status": "completed", "code": concept(SNOMED, "80146002"),
                              "performedDateTime": months_ago(30)})
    return PatientRecord(someone.document())


@dataclass(frozen=True)
class Case:
    fault: Fault
    resource_type: str

    def status(self) -> int:
        if self.fault == Fault.WRONG_PATIENT and self.resource_type not in ("metadata", NOWHERE):
            return 412
        if self.resource_type == "Patient" and self.fault in OF_PAGES:
            return 200  # what is read has no pages
        return 412 if self.resource_type in (EVERY_TYPE, *REQUIRED_TYPES) else 200

    def key(self) -> str:
        """What a refusal must name."""
        return "" if self.fault == Fault.WRONG_PATIENT else REQUIRED_TYPES.get(self.resource_type, "conditions")


class Faults(Fetching):
    options = ("--fhir-deadline", str(int(DEADLINE * 1000)))

    @classmethod
    def setUpClass(cls) -> None:
        super().setUpClass()
        cls.record = rich_record()
        cls.types = sorted({template.partition("?")[0].partition("/")[0] for template in cls.templates.values()})

    def keys_of(self, resource_type: str) -> list[str]:
        return [key for key, template in self.templates.items()
                if template.startswith((resource_type + "?", resource_type + "/"))]

    def expected_cards(self) -> dict[tuple[bool, str], list[Any]]:
        """By whether the fault is one of pages, and resource type: the cards when that is prefetched so."""
        whole = cards_of(self.prefetched(self.record))
        expected = {(is_of_pages, other): whole for is_of_pages in (False, True)
                    for other in ("metadata", "Patient", NOWHERE)}
        for name in set(self.types) - set(REQUIRED_TYPES):
            keys = self.keys_of(name)
            expected[False, name] = cards_of(self.prefetched(self.record, Mode.ERROR, keys=keys))
            request = self.request(self.record, None, Mode.FULL)
            for key in keys:
                request["prefetch"][key]["link"] = [{"relation": "next", "url": "https://ehr.example.org/fhir/R4/x"}]
            expected[True, name] = cards_of(self.send(request))
        return expected

    def calls(self, fault: Fault) -> list[tuple[Case, Json, Answer]]:
        """The fault in every place in turn, at last in none; in a thread, so nothing is asserted.

        The server is the same, so that what one answer leaves on a connection is not taken for the next. All but what
        is spoilt is prefetched, so that hundreds of calls take seconds.
        """
        done = []
        with FhirServer(self.record.store, access_token=TOKEN) as fhir:
            for name in ("metadata", *self.types, EVERY_TYPE, NOWHERE):
                fhir.faults = {name: fault}
                keys = self.keys_of("AllergyIntolerance" if name == "metadata" else name)
                mode = Mode.MISSING if keys else Mode.FHIR
                request = self.request(self.record, fhir, mode, keys=keys)
                done.append((Case(fault, name), request, self.service.client.call(SERVICE_ID, request)))
            elsewhere = [asked.path for asked in fhir.log if asked.path.startswith(ELSEWHERE_PATH)]
            assert not elsewhere, elsewhere
        return done

    def test_every_fault_of_every_resource(self) -> None:
        expected = self.expected_cards()
        self.calls(Fault.GZIP_BOMB)  # after it the process has what it keeps
        descriptors, memory = open_descriptors(self.service.pid), resident_bytes(self.service.pid)
        with ThreadPoolExecutor(AT_ONCE) as threads:
            for case, request, answer in itertools.chain.from_iterable(threads.map(self.calls, Fault)):
                with self.subTest(case.fault, of=case.resource_type):
                    self.assertEqual(problems_of(answer, request), [])
                    self.assertLess(answer.seconds, DEADLINE + BUSY_MARGIN)
                    if case.status() == 412:
                        self.assert_refused(answer, case.key())
                    else:
                        self.assertEqual(answer.status, 200, answer.text[:500])
                        self.assertEqual(cards_of(answer), expected[case.fault in OF_PAGES, case.resource_type])
        self.assert_settles(descriptors)
        if not is_sanitized(self.service.pid):
            self.assertLess(resident_bytes(self.service.pid), memory + KEPT_MEMORY)

    def assert_settles(self, descriptors: int) -> None:
        give_up = time.monotonic() + SECONDS_TO_SETTLE
        while open_descriptors(self.service.pid) > descriptors and time.monotonic() < give_up:
            time.sleep(0.1)
        self.assertLessEqual(open_descriptors(self.service.pid), descriptors)

    def test_reports_that_could_not_be_looked_up_are_not_absent(self) -> None:
        record = PatientRecord(woman(60).document())
        self.assertIn("dxa-baseline", advice_of(self.prefetched(record).body))
        for resource_type in ("DiagnosticReport", "DocumentReference"):
            for fault in (Fault.FORBIDDEN, Fault.NOT_FOUND, Fault.SERVER_ERROR):
                with self.subTest(resource_type, fault=fault):
                    answer = self.sign(record, self.serve(record, faults={resource_type: fault}))
                    self.assertEqual(answer.status, 200)
                    self.assertNotEqual(answer.body["cards"], [])
                    self.assertNotIn("dxa-baseline", advice_of(answer.body))
                    self.assertNotIn("no dxa", answer.text.lower())

    def test_what_could_not_be_looked_up_is_told(self) -> None:
        record = PatientRecord(woman(60).t_score(-1.6).document())
        for resource_type, unknown in (("FamilyMemberHistory", "parental hip fracture"), ("RiskAssessment", "FRAX")):
            with self.subTest(resource_type):
                answer = self.sign(record, self.serve(record, faults={resource_type: Fault.FORBIDDEN}))
                self.assertEqual(answer.status, 200)
                told = [line for _, _, detail in cards_of(answer) for line in detail.splitlines()
                        if unknown in line.partition("Could not be looked up:")[2]]
                self.assertNotEqual(told, [], cards_of(answer))

    def test_answers_leave_at_the_deadline(self) -> None:
        for fault in SILENT:
            for resource_type, status in ((EVERY_TYPE, 412), ("Observation", 412), ("AllergyIntolerance", 200),
                                          ("metadata", 200)):
                with self.subTest(fault, of=resource_type):
                    fhir = self.serve(self.record, faults={resource_type: fault})
                    answer = self.sign(self.record, fhir)
                    self.assertEqual(answer.status, status, answer.text)
                    self.assertLess(answer.seconds, DEADLINE + MARGIN)

    def test_it_does_not_wait_longer_than_there_is_time(self) -> None:
        fhir = self.serve(self.record, faults={"Condition": Fault.TOO_MANY_REQUESTS})
        answer = self.sign(self.record, fhir)
        self.assert_refused(answer, "conditions")
        self.assertLess(answer.seconds, DEADLINE)
        self.assertEqual(len(fhir.requests_for("Condition")), 1)

    def test_a_reset_within_an_answer_is_not_retried(self) -> None:
        fhir = self.serve(self.record)
        self.assertEqual(self.sign(self.record, fhir).status, 200)
        fhir.clear_log()
        fhir.faults = {"Condition": Fault.RESET}
        self.assert_refused(self.sign(self.record, fhir), "conditions")
        self.assertEqual(len(fhir.requests_for("Condition")), 1)


class CircuitBreaker(Fetching):
    """A search that failed three times is left alone for a while; so no server is hammered, and nobody waits."""

    options = ("--fhir-deadline", str(int(DEADLINE * 1000)))
    failures = 3

    def setUp(self) -> None:
        self.record = rich_record()

    def test_it_opens(self) -> None:
        for fault in (Fault.SERVER_ERROR, Fault.UNAVAILABLE, Fault.TOO_MANY_REQUESTS, Fault.HANG, Fault.RESET):
            for resource_type, status in (("Condition", 412), ("AllergyIntolerance", 200)):
                with self.subTest(fault, of=resource_type):
                    fhir = self.serve(self.record, faults={resource_type: fault})
                    for _ in range(self.failures):
                        self.assertEqual(self.sign(self.record, fhir).status, status)
                    self.assertEqual(len(fhir.requests_for(resource_type)), self.failures)
                    fhir.clear_log()
                    answer = self.sign(self.record, fhir)
                    self.assertEqual(answer.status, status)
                    self.assertLess(answer.seconds, DEADLINE)
                    self.assertEqual(fhir.requests_for(resource_type), [])
                    self.assertEqual(len(self.keys_asked(fhir, self.record)), len(self.templates) - 1)

    def test_it_does_not_open(self) -> None:
        """For what one caller may not see, or what is not there, the next may ask."""
        for fault in (Fault.UNAUTHORIZED, Fault.FORBIDDEN, Fault.NOT_FOUND):
            with self.subTest(fault):
                fhir = self.serve(self.record, faults={"Condition": fault})
                for _ in range(self.failures + 2):
                    self.assertEqual(self.sign(self.record, fhir).status, 412)
                fhir.faults = {}
                self.assertEqual(self.sign(self.record, fhir).status, 200)

    def test_only_failures_in_a_row_count(self) -> None:
        fhir = self.serve(self.record)
        for _ in range(2):
            fhir.faults = {"Condition": Fault.SERVER_ERROR}
            for _ in range(self.failures - 1):
                self.assertEqual(self.sign(self.record, fhir).status, 412)
            fhir.faults = {}
            self.assertEqual(self.sign(self.record, fhir).status, 200)

    def test_other_servers_are_asked(self) -> None:
        failing = self.serve(self.record, faults={"Condition": Fault.SERVER_ERROR})
        for _ in range(self.failures + 1):
            self.assertEqual(self.sign(self.record, failing).status, 412)
        self.assertEqual(self.sign(self.record, self.serve(self.record)).status, 200)


def open_descriptors(pid: int) -> int:
    return sum(1 for _ in Path(f"/proc/{pid}/fd").iterdir())


def resident_bytes(pid: int) -> int:
    return memory_of(pid, "VmRSS")


def is_sanitized(pid: int) -> bool:
    """Sanitizers keep their shadow in terabytes of addresses."""
    return memory_of(pid, "VmSize") > 2**40


def memory_of(pid: int, name: str) -> int:
    lines = Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith(name + ":"))


if __name__ == "__main__":
    unittest.main()
