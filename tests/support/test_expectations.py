"""Tests of how answers are compared with what patient files expect, and of the files."""

import unittest
from pathlib import Path

from example_card import CARD, spoilt
from expectations import ADVICE_WORDS, INDICATORS, NO_CARD, is_must_not_word, unmet
from fhir_search_parameters import Json
from fhir_store import patient_references
from patient_record import PatientRecord

PATIENTS = Path(__file__).resolve().parents[1] / "patients"


class Expectations(unittest.TestCase):

    def unmet(self, card: Json | None, *, advice: tuple[str, ...] = ("dxa-baseline",),
              must_not: tuple[str, ...] = (), indicator: str | None = "warning") -> list[str]:
        expectation = {"advice": advice, "must_not": must_not, "indicator": indicator}
        return list(unmet(expectation, {"cards": [card] if card else []}))

    def test_advice_and_indicator(self) -> None:
        self.assertEqual(self.unmet(CARD), [])
        self.assertEqual(len(self.unmet(CARD, advice=("dxa-repeat",))), 1)
        self.assertEqual(len(self.unmet(CARD, must_not=("dxa-baseline",))), 1)
        self.assertEqual(len(self.unmet(CARD, indicator="info")), 1)
        self.assertEqual(len(self.unmet(CARD, advice=("no-card",), indicator=None)), 2)
        self.assertEqual(self.unmet(None, advice=("no-card",), indicator=None), [])
        self.assertEqual(len(self.unmet(None)), 2)

    def test_words_about_wording(self) -> None:
        for word, path, text in (
            ("osteoporosis-label", "summary", "Osteoporosis found"),
            ("menopause-wording", "detail", "in postmenopausal women"),
            ("normal-bmd", "detail", "a normal BMD"),
            ("dxa-not-due-normal", "summary", "Normal bone density"),
            ("dxa-baseline-none-known", "summary", "No DXA on record"),
        ):
            self.assertEqual(self.unmet(CARD, must_not=(word,)), [])
            self.assertEqual(len(self.unmet(spoilt(path, text), must_not=(word,))), 1, word)
        self.assertEqual(self.unmet(spoilt("detail", "abnormal BMD"), must_not=("normal-bmd",)), [])

    def test_words_about_suggestions(self) -> None:
        drug = {"resourceType": "MedicationRequest",
                "medicationCodeableConcept": {"text": "Zoledronic acid 4 mg"}}
        card = spoilt("suggestions/0/actions/0/resource", drug)
        self.assertEqual(len(self.unmet(card, must_not=("suggest-zoledronate",))), 1)
        self.assertEqual(len(self.unmet(card, must_not=("second-antiresorptive",))), 1)
        self.assertEqual(self.unmet(card, must_not=("suggest-alendronate",)), [])
        named = spoilt("detail", "Avoid zoledronic acid.")
        self.assertEqual(self.unmet(named, must_not=("suggest-zoledronate",)), [])


class PatientFiles(unittest.TestCase):

    def test_files(self) -> None:
        for path in sorted(PATIENTS.glob("*.json")):
            with self.subTest(path.name):
                record = PatientRecord.load(path)
                self.assertIsNotNone(record.store.read("Patient", record.patient_id))
                ids = [(item["resourceType"], item["id"]) for item in record.resources]
                self.assertEqual(len(ids), len(set(ids)))
                for resource in [*record.resources, *record.orders]:
                    for ref in patient_references(resource):
                        self.assertEqual(ref["reference"], f"Patient/{record.patient_id}")

    def test_expectations(self) -> None:
        for path in sorted(PATIENTS.glob("*.json")):
            for guideline, expectation in PatientRecord.load(path).expect.items():
                with self.subTest(path.name, guideline=guideline):
                    advice, must_not = set(expectation["advice"]), set(expectation["must_not"])
                    self.assertLessEqual(advice, ADVICE_WORDS | {NO_CARD})
                    self.assertTrue(all(map(is_must_not_word, must_not)), must_not)
                    self.assertFalse(advice & must_not)
                    self.assertIn(expectation["indicator"], (*INDICATORS, None))
                    self.assertEqual(expectation["indicator"] is None, NO_CARD in advice)


if __name__ == "__main__":
    unittest.main()
