"""FHIR servers as they really are: what is legal or common must not change the advice."""

import unittest

from fetching import TOKEN, Fetching, patient  # first: it makes the test tools importable

from fhir_faults import Fault  # noqa: I001
from fhir_quirks import Quirk
from hook_request import Mode
from patient_builder import SNOMED, woman
from patient_record import PatientRecord

PATIENTS = ("V01", "V12", "V22", "V43")


def getting_worse() -> PatientRecord:
    """The latest of many scores decides, whatever comes first."""
    someone = woman(60)
    for months, score in ((60, 0.9), (48, 0.4), (36, -0.1), (3, -2.6)):
        someone.t_score(score, months=months)
    return PatientRecord(someone.condition(SNOMED, "38341003").condition(SNOMED, "44054006").document())


class Quirks(Fetching):

    @classmethod
    def setUpClass(cls) -> None:
        super().setUpClass()
        cls.records = [*map(patient, PATIENTS), getting_worse()]

    def check(self, *quirks: Quirk, calls: int = 1) -> list[int]:
        """The advice is that of full prefetch; how many requests each call needed, /metadata apart."""
        needed = []
        for record in self.records:
            expected = self.prefetched(record)
            fhir = self.serve(record, quirks=quirks)
            for _ in range(calls):
                fhir.clear_log()
                with self.subTest(quirks, patient=record.title):
                    self.assert_same_cards(self.sign(record, fhir), expected)
                needed.append(sum(request.resource_type != "metadata" for request in fhir.log))
        return needed

    def test_no_total(self) -> None:
        self.check(Quirk.NO_TOTAL)

    def test_no_entry(self) -> None:
        self.check(Quirk.NO_ENTRY)

    def test_oldest_first(self) -> None:
        self.check(Quirk.OLDEST_FIRST)
        self.check(Quirk.OLDEST_FIRST, Quirk.OFFSET_PAGING)

    def test_offset_paging(self) -> None:
        self.check(Quirk.OFFSET_PAGING)
        self.check(Quirk.OFFSET_PAGING, Quirk.NO_TOTAL)

    def test_relative_links(self) -> None:
        self.check(Quirk.RELATIVE_NEXT)
        self.check(Quirk.RELATIVE_NEXT, Quirk.OFFSET_PAGING)

    def test_gzip(self) -> None:
        self.check(Quirk.GZIP, calls=2)

    def test_chunked(self) -> None:
        self.check(Quirk.CHUNKED, calls=2)
        self.check(Quirk.CHUNKED, Quirk.GZIP, Quirk.OFFSET_PAGING)

    def test_stale_connections(self) -> None:
        self.check(Quirk.STALE_KEEP_ALIVE, calls=3)

    def test_connections_that_die_when_they_are_used_again(self) -> None:
        """Each such request is sent again, once, over a new connection."""
        self.check(Quirk.RESET_REUSED, calls=3)

    def test_strict_parameters(self) -> None:
        """Asked again without what the server does not know; from then on at once."""
        needed = self.check(Quirk.STRICT_PARAMETERS, calls=3)
        searches = len(self.templates) - 1  # all but the patient, who is read
        first, later = 1 + 2 * searches, 1 + searches
        self.assertEqual(needed, [first, later, later] * len(self.records))

    def test_strict_parameters_and_a_search_that_is_refused_all_the_same(self) -> None:
        record = self.records[0]
        fhir = self.serve(record, quirks=(Quirk.STRICT_PARAMETERS,), faults={"Condition": Fault.WRONG_TYPE})
        self.assert_refused(self.sign(record, fhir), "conditions")

    def test_throttling(self) -> None:
        needed = self.check(Quirk.THROTTLE_ONCE)
        self.assertEqual(needed, [2 * len(self.templates)] * len(self.records))

    def test_bare_401(self) -> None:
        record = self.records[0]
        fhir = self.serve(record, quirks=(Quirk.BARE_401,))
        request = self.request(record, fhir)
        request["fhirAuthorization"]["access_token"] = "of-yesterday"
        self.assert_refused(self.send(request), "patient", "conditions", "medications", "boneDensity")
        self.assertEqual(self.sign(record, fhir).status, 200)

    def test_all_that_go_together(self) -> None:
        self.check(Quirk.NO_TOTAL, Quirk.NO_ENTRY, Quirk.OLDEST_FIRST, Quirk.STRICT_PARAMETERS, Quirk.OFFSET_PAGING,
                   Quirk.RELATIVE_NEXT, Quirk.GZIP, Quirk.CHUNKED, Quirk.STALE_KEEP_ALIVE, Quirk.THROTTLE_ONCE, calls=2)


class Patience(Fetching):
    options = ("--fhir-deadline", "4000")

    def test_a_busy_server_is_waited_for(self) -> None:
        record = patient("V01")
        fhir = self.serve(record, quirks=(Quirk.BUSY_ONCE,))
        answer = self.sign(record, fhir)
        self.assert_same_cards(answer, self.prefetched(record))
        self.assertGreater(answer.seconds, 1)
        self.assertEqual(self.keys_asked(fhir, record), sorted(2 * list(self.templates)))


class Versions(Fetching):

    def setUp(self) -> None:
        self.record = patient("V03")

    def test_versions_that_are_read(self) -> None:
        for version in ("4.0.1", "4.0.0", "4.3.0"):
            with self.subTest(version):
                fhir = self.serve(self.record, fhir_version=version)
                self.assert_same_cards(self.sign(self.record, fhir), self.prefetched(self.record))

    def test_a_server_that_does_not_say(self) -> None:
        for fault in (Fault.NOT_FOUND, Fault.SERVER_ERROR, Fault.HTML, Fault.EMPTY, Fault.WRONG_TYPE, Fault.RESET):
            with self.subTest(fault):
                fhir = self.serve(self.record, access_token=TOKEN, faults={"metadata": fault})
                self.assert_same_cards(self.sign(self.record, fhir), self.prefetched(self.record))


if __name__ == "__main__":
    unittest.main()
