"""The golden patients: under each guideline, however the data come, the cards say what the patient files expect."""

import json
import os
import unittest
from pathlib import Path

from service import GUIDELINES, PATIENTS, Service

from check_patients import MODES, check_answer, check_patient  # noqa: I001
from conformance import check_discovery
from expectations import advice_of, indicator_of
from hook_request import Mode, hook_request
from patient_record import PatientRecord

HOOK_INSTANCE = "5f0cd6a1-7a3e-4c55-8a94-0c3f6f0e6f11"
# Ways in which EHRs say that a search found nothing: they must not change the advice (CDS Hooks R63).
NOTHING_FOUND = (Mode.NULL, Mode.EMPTY, Mode.EPIC)


class Patients(unittest.TestCase):
    guideline = GUIDELINES[0]

    @classmethod
    def setUpClass(cls) -> None:
        cls.service = Service(cls.guideline)
        cls.addClassCleanup(lambda: cls.service.stop())
        cls.order_sign = cls.service.order_sign()

    def call(self, record: PatientRecord, mode: Mode = Mode.FULL):
        request = hook_request(self.order_sign, record, mode=mode, hook_instance=HOOK_INSTANCE)
        return request, self.service.client.call(self.order_sign["id"], request)

    def test_discovery_conforms(self) -> None:
        self.assertEqual(check_discovery(self.service.client.discovery().body), [])

    def test_every_patient(self) -> None:
        self.assertGreaterEqual(len(PATIENTS), 39)
        for path in PATIENTS:
            with self.subTest(path.stem, guideline=self.guideline):
                record = PatientRecord.load(path)
                request, answer = self.call(record)
                self.assertEqual(list(check_answer(answer, request, record, self.guideline)), [])
                keep(answer.text, f"{self.guideline}-{path.name}")

    def test_it_does_not_matter_how_the_data_come(self) -> None:
        """All prefetched, all fetched, or the first of each search prefetched and the others fetched."""
        for path in PATIENTS:
            with self.subTest(path.stem, guideline=self.guideline):
                self.assertEqual(list(check_patient(self.service.client, [self.order_sign], PatientRecord.load(path),
                                                    self.guideline, [*MODES, Mode.PAGED])), [])

    def test_nothing_found_is_nothing_found_however_it_is_said(self) -> None:
        for path in PATIENTS:
            record = PatientRecord.load(path)
            expected = self.call(record)[1].body
            for mode in NOTHING_FOUND:
                with self.subTest(path.stem, mode=mode):
                    request, answer = self.call(record, mode)
                    self.assertEqual(list(check_answer(answer, request, record, self.guideline)), [])
                    self.assertEqual(advice_of(answer.body), advice_of(expected))
                    self.assertEqual(indicator_of(answer.body), indicator_of(expected))

    def test_the_same_request_is_answered_byte_for_byte_alike(self) -> None:
        answers = {path: self.call(PatientRecord.load(path))[1].text for path in PATIENTS}
        another = Service(self.guideline)
        self.addCleanup(another.stop)
        for path, text in answers.items():
            with self.subTest(path.stem):
                request, again = self.call(PatientRecord.load(path))
                self.assertEqual(again.text, text)
                self.assertEqual(another.client.call(self.order_sign["id"], request).text, text)

    def test_the_order_of_entries_does_not_matter(self) -> None:
        for path in PATIENTS:
            with self.subTest(path.stem):
                request, answer = self.call(PatientRecord.load(path))
                for bundle in request["prefetch"].values():
                    if isinstance(bundle, dict) and "entry" in bundle:
                        bundle["entry"].reverse()
                reversed_answer = self.service.client.call(self.order_sign["id"], request)
                self.assertEqual(advice_of(reversed_answer.body), advice_of(answer.body))
                self.assertEqual([card["summary"] for card in reversed_answer.body["cards"]],
                                 [card["summary"] for card in answer.body["cards"]])

    def test_cards_of_different_patients_have_different_uuids(self) -> None:
        """Some clients send one constant hookInstance: their cards must be told apart all the same."""
        uuids = [card["uuid"] for path in PATIENTS for card in self.call(PatientRecord.load(path))[1].body["cards"]]
        self.assertEqual(len(uuids), len(set(uuids)))


class PatientsWho(Patients):
    guideline = GUIDELINES[1]


class PatientsAsco(Patients):
    guideline = GUIDELINES[2]


def keep(text: str, name: str) -> None:
    """Writes an answer to where the FHIR validators look for it, if that is asked for."""
    directory = os.environ.get("ANSWERS_DIRECTORY")
    if directory:
        json.loads(text)
        (Path(directory) / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    unittest.main()
