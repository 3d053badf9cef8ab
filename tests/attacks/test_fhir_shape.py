"""Records that are incomplete, of somebody else, wrong, or written in another way (rows 17 to 20).

Wrong-patient data is the worst failure, a false "not found" the next. What is expected of every golden patient, fault
and date is in tests/blackbox (test_prefetch.py, test_policy.py, test_fhir_faults.py).
"""

import copy
import json
import random
import unittest
from typing import Any

from attack import Attack  # first: it makes the test tools importable
from hook_body import HOOK_INSTANCE, with_all_data
from service import SERVICE_ID

from cds_client import Answer  # noqa: I001
from conformance import check_response
from expectations import advice_of
from fhir_search_parameters import Json
from fhir_store import operation_outcome
from hook_request import Mode, hook_request
from patient_builder import ICD, LOINC, RXNORM, SNOMED, Patient, concept, months_ago, woman
from patient_record import PatientRecord

SEED = 20260615
PLACEHOLDER = "2026-03-11"
STRANGER = "Patient/someone-else"
NEXT = {"relation": "next", "url": "https://ehr.example.org/fhir/R4/Observation?page=2"}
TREAT, BASELINE = "bone-agent-indicated", "dxa-baseline"


class Records(Attack):

    @classmethod
    def setUpClass(cls) -> None:
        super().setUpClass()
        cls.order_sign = cls.service.order_sign()

    def setUp(self) -> None:
        self.body = with_all_data(self.order_sign)

    def sign(self, patient: Patient) -> Answer:
        """The answer to a call with everything prefetched."""
        record = PatientRecord(patient.document())
        return self.send(hook_request(self.order_sign, record, mode=Mode.FULL, hook_instance=HOOK_INSTANCE))

    def send(self, body: Json) -> Answer:
        answer = self.service.client.call(SERVICE_ID, body)
        if answer.status == 200:
            self.assertEqual(check_response(answer.body, body, ["canary"]), [])
        else:
            self.assert_refusal(answer, 400, 412, 413)
        return answer

    def advice(self, patient: Patient) -> set[str]:
        answer = self.sign(patient)
        self.assertEqual(answer.status, 200, answer.text)
        return advice_of(answer.body)

    def assert_same(self, patient: Patient, expected: Answer) -> None:
        """The same cards, byte for byte."""
        answer = self.sign(patient)
        self.assertEqual((answer.status, answer.text), (200, expected.text))


class Prefetch(Records):

    def test_row_17_nothing_is_claimed_from_the_wrong_slot(self) -> None:
        expected = self.send(self.body)
        for key, other in (("boneDensity", "conditions"), ("conditions", "boneDensity"), ("medications", "conditions"),
                           ("patient", "conditions"), ("boneDensity", "patient")):
            with self.subTest(key, holds=other):
                self.setUp()
                self.body["prefetch"][key] = copy.deepcopy(self.body["prefetch"][other])
                answer = self.send(self.body)
                if answer.status == 200:
                    self.assertEqual(advice_of(answer.body), advice_of(expected.body))

    def test_row_17_bundles_that_are_cut_short(self) -> None:
        failed = {"resource": operation_outcome("error", "forbidden", "canary"), "search": {"mode": "outcome"}}
        for key in ("conditions", "medications", "boneDensity"):
            bundle = self.body["prefetch"][key]
            entries = bundle.get("entry", [])
            for what, broken in {
                    "a next page": bundle | {"link": [NEXT]}, "more matches than entries": bundle | {"total": 1000},
                    "a failure among the entries": bundle | {"entry": [*entries, failed]},
                    "a failure instead": failed["resource"], "another resource": {"resourceType": "Basic", "id": "x"},
                    "no resource": {}, "a text": "canary", "a batch": {
                        "resourceType": "Bundle", "type": "batch-response", "entry": [{"response": {"status": "403"}}]},
                    "an entry without resource": bundle | {"entry": [*entries, {}], "total": len(entries) + 1}}.items():
                with self.subTest(key, what=what):
                    self.setUp()
                    self.body["prefetch"][key] = broken
                    self.assertEqual(self.send(self.body).status, 412)

    def test_row_17_bundles_of_another_type(self) -> None:
        """A Bundle that is no answer to a search: refused, or of no consequence."""
        expected = self.send(self.body)
        for kind in ("history", "transaction", "document", "message", "batch-response", "canary", "", 7):
            with self.subTest(kind):
                self.setUp()
                self.body["prefetch"]["boneDensity"]["type"] = kind
                answer = self.send(self.body)
                self.assertIn((answer.status, answer.text == expected.text), [(200, True), (412, False)])

    def test_row_17_somebody_else(self) -> None:
        for key in ("conditions", "medications", "boneDensity"):
            for reference in (STRANGER, f"https://ehr.example.org/fhir/R4/{STRANGER}", f"{STRANGER}/_history/1",
                              f"http://evil.example/{STRANGER}",
                              self.body["context"]["patientId"].join(("Patient/", "x"))):
                with self.subTest(key, reference=reference):
                    self.setUp()
                    entry = copy.deepcopy(with_entry(self.body["prefetch"][key]))
                    entry["resource"]["subject"] = {"reference": reference}
                    self.body["prefetch"][key].setdefault("entry", []).append(entry)
                    self.body["prefetch"][key].pop("total", None)
                    self.assertEqual(self.send(self.body).status, 400)

    def test_row_17_contained(self) -> None:
        """A result whose subject is a contained patient is of somebody else, or of nobody."""
        honest = self.sign(woman(60).t_score(0.4))
        for subject in ({"id": "someone-else"}, {"id": "p"}, {"identifier": [{"value": "canary"}]}):
            patient = woman(60).t_score(0.4).t_score(-3.5, subject={"reference": "#x"}, contained=[
                {"resourceType": "Patient"} | subject | {"id": "x"}])
            with self.subTest(subject):
                answer = self.sign(patient)
                self.assertIn((answer.status, answer.text == honest.text), [(200, True), (400, False), (412, False)])


class Metamorphic(Records):

    def test_row_18_the_order_and_number_of_entries_do_not_matter(self) -> None:
        for name in ("V03", "V12", "V22", "V27", "V43", "V60"):
            body = with_all_data(self.order_sign, name)
            expected = self.send(body).text
            chance = random.Random(SEED)
            for change in (chance.shuffle, twice(chance), beside_irrelevant, backwards):
                with self.subTest(name, change=getattr(change, "__name__", "shuffle")):
                    changed = copy.deepcopy(body)
                    for bundle in filter(None, changed["prefetch"].values()):
                        if bundle["resourceType"] == "Bundle":
                            bundle.pop("total", None)
                            change(bundle.setdefault("entry", []))
                            if not bundle["entry"]:
                                del bundle["entry"]
                    self.assertEqual(self.send(changed).text, expected)


class Meaning(Records):

    def test_row_19_what_is_void_counts_as_if_it_were_not_there(self) -> None:
        expected = self.sign(woman(60).t_score(0.4))
        tissue = {"verificationStatus": concept("http://terminology.hl7.org/CodeSystem/condition-ver-status", "x")}
        for status in ("entered-in-error", "cancelled"):
            self.assert_same(woman(60).t_score(0.4).t_score(-3.5, status=status), expected)
        for status in ("refuted", "entered-in-error"):
            tissue["verificationStatus"]["coding"][0]["code"] = status
            self.assert_same(woman(60).t_score(0.4).condition(SNOMED, "64859006", **copy.deepcopy(tissue)), expected)
        for status in ("entered-in-error", "draft", "cancelled"):
            self.assert_same(woman(60).t_score(0.4).takes("904492", status=status), expected)

    def test_row_19_days(self) -> None:
        for what, on, advice in [
                ("tomorrow", "2026-06-16", BASELINE), ("next year", "2027", BASELINE),
                ("year 9999", "9999-12-31", BASELINE),
                ("today in Kiritimati, yesterday here", "2026-06-15T00:30:00+14:00", TREAT),
                ("29 February of a leap year", "2024-02-29", "dxa-repeat"), ("only a year", "2025", TREAT),
                ("only a month", "2026-03", TREAT), ("29 February of none", "2025-02-29", None),
                ("month 13", "2026-13-01", None), ("no date", "canary", None), ("an empty one", "", None),
                ("another way", "15.03.2026", None), ("a number", 20260315, None)]:
            with self.subTest(what):
                value = {"valueQuantity": {"value": -2.6, "system": "http://unitsofmeasure.org", "code": "{T-score}"}}
                advised = self.advice_on(woman(60).observation("38267-1", PLACEHOLDER, value), on)
                if advice:
                    self.assertIn(advice, advised)
                else:  # what has no date decides nothing about when
                    self.assertNotIn("dxa-not-due", advised)
                    self.assertNotIn("dxa-due-soon", advised)

    def advice_on(self, patient: Patient, day: Any) -> set[str]:
        """Of a patient with this where the placeholder for a day is: a FHIR server of ours would not take all of it."""
        body = hook_request(self.order_sign, PatientRecord(patient.document()), mode=Mode.FULL,
            hook_instance=HOOK_INSTANCE)
        answer = self.send(json.loads(json.dumps(body).replace(f'"{PLACEHOLDER}"', json.dumps(day))))
        self.assertEqual(answer.status, 200, answer.text)
        return advice_of(answer.body)

    def test_row_19_values_that_are_no_t_score(self) -> None:
        """None of them is believed, and none is taken for a proof that there was no scan."""
        def quantity(**members: Any) -> Json:
            return {"valueQuantity": {"value": -2.6, "unit": "{T-score}"} | members}
        for what, value in {
                "in g/cm2": quantity(value=0.8, unit="g/cm2", code="g/cm2"), "-25": quantity(value=-25),
                "-26, for want of a point": quantity(value=-26), "7": quantity(value=7.5), "a range": {
                    "valueString": "-2.5 to -2.7"}, "less than": quantity(comparator="<"), "two numbers": {
                    "valueString": "-2.5 / -1.0"}, "a word": {"valueString": "canary"}, "in words and a number": {
                    "valueString": "T-score -2.6 (canary)"}, "a text instead of a number": quantity(value="canary"),
                "nothing": {}, "an absent reason": {"dataAbsentReason": {"text": "canary"}}, "in percent": quantity(
                    unit="%", code="%"), "a bool": {"valueBoolean": True}, "huge": quantity(value=1e300)}.items():
            with self.subTest(what):
                advised = self.advice(woman(60).observation("38267-1", months_ago(3), value))
                self.assertNotIn(TREAT, advised)
                self.assertNotIn(BASELINE, advised)

    def test_row_19_t_scores_written_in_other_ways(self) -> None:
        component = {"component": [{"code": concept(LOINC, "38267-1"), "valueQuantity": {
            "value": -2.6, "unit": "{T-score}"}}]}
        for what, value in {"a text": {"valueString": "-2.6"}, "a decimal comma": {"valueString": "-2,6"},
                            "a minus sign": {"valueString": "\u22122.6"}}.items():
            with self.subTest(what):
                self.assertIn(TREAT, self.advice(woman(60).observation("38267-1", months_ago(3), value)))
        self.assertIn(TREAT, self.advice(woman(60).observation("83311-1", months_ago(3), component)))

    def test_row_20_codes_of_our_drugs(self) -> None:
        silent = [concept(ICD, "200064"), concept("urn:local", "200064"), concept(RXNORM, "200064x"), {"coding": [
            {"code": "200064"}]}, {"coding": [{"system": RXNORM}]}, {"text": "Letrozolex"},
                {"text": "\u200bletro\u200bzole"},
            concept(RXNORM, "10324"), {"coding": [{"system": RXNORM + " ", "code": "200064"}]}, {"text": ""}]
        spoken = [concept(RXNORM, "200064"), {"coding": [{"display": "letrozole 2.5 MG"}]},
            {"text": "LETROZOLE tablets"},
                  {"coding": [{"system": "urn:local", "code": "4711", "display": "Femara"}, {"system": RXNORM,
                      "code": "1"}]},
                  {"coding": [{"system": "urn:local", "code": "x"}, {"system": RXNORM, "code": "200064"}]},
                  concept("urn:unknown", "1", "letrozole")]
        for medication in silent:
            with self.subTest(medication):
                self.assertEqual(self.sign(woman(60).ordered(medicationCodeableConcept=medication)).body, {"cards": []})
        for medication in spoken:
            with self.subTest(medication):
                self.assertIn(BASELINE, self.advice(woman(60).ordered(medicationCodeableConcept=medication)))

    def test_row_20_among_other_orders(self) -> None:
        expected = self.sign(woman(60))
        order = {"resourceType": "MedicationRequest", "medicationCodeableConcept": concept(RXNORM, "308191")}
        ten = woman(60)
        for _ in range(9):
            ten.draft(order)
        self.assertEqual(shown(self.sign(ten)), shown(expected))
        document = ten.document()
        document["draftOrders"]["entry"].reverse()
        body = hook_request(self.order_sign, PatientRecord(document), mode=Mode.FULL, hook_instance=HOOK_INSTANCE)
        self.assertEqual(shown(self.send(body)), shown(expected))

    def test_row_20_two_orders_one_card(self) -> None:
        expected = self.sign(woman(60))
        two = woman(60)
        two.draft(two.order | {"id": "order-2"})
        self.assertEqual(shown(self.sign(two)), shown(expected))
        other = woman(60).draft(two.order | {"id": "order-2", "medicationCodeableConcept": concept(RXNORM, "199224")})
        summaries = [summary for summary, _ in shown(self.sign(other))]
        self.assertEqual(len(summaries), len(shown(expected)))


def with_entry(bundle: Json) -> Json:
    """One of its entries, or a simple one."""
    return (bundle.get("entry") or [{"resource": {"resourceType": "MedicationRequest", "id": "x", "status": "active",
                                                  "intent": "order"}}])[0]


def twice(chance: random.Random) -> Any:
    def twice_each(entries: list[Json]) -> None:
        entries.extend(json.loads(json.dumps(entries)))
        chance.shuffle(entries)
    return twice_each


def beside_irrelevant(entries: list[Json]) -> None:
    """Resources of kinds that nobody reads, and of no code that matters."""
    entries[:0] = [{"resource": {"resourceType": "Basic", "id": "b", "code": {"text": "canary"}}, "search": {
        "mode": "include"}}] if entries else []


def backwards(entries: list[Json]) -> None:
    entries.sort(key=lambda entry: entry["resource"]["id"], reverse=True)


def shown(answer: Answer) -> list[tuple[str, str]]:
    return [(card["summary"], card["detail"]) for card in answer.body["cards"]]


if __name__ == "__main__":
    unittest.main()
