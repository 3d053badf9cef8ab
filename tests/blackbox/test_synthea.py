"""Patients that we did not make: those of Synthea, whose letrozole is being signed, by prefetch and by FHIR access.

What is expected follows from the clinical policy alone. In all of them the T-score is of LOINC 38265-5 without a word
of the forearm: its site is unknown, so it is flagged, reaches no threshold, and is no reason to say that there is no
DXA. That a scan was done, and when, it does tell: of more than 24 months ago, a repeat is due.
"""

import json
import unittest
from collections.abc import Iterator
from dataclasses import dataclass

from fetching import TOKEN, advice_and_indicator, cards_of  # first: it makes the test tools importable
from service import AS_OF, GUIDELINES, SERVICE_ID, TESTS, Service

from check_patients import check_answer  # noqa: I001
from expectations import basis_of, texts_of
from fhir_search_parameters import Json
from fhir_server import FhirServer
from hook_body import HOOK_INSTANCE, order
from hook_request import FhirAccess, Mode, hook_request
from patient_record import PatientRecord
from policy_case import LIFESTYLE

PATIENTS = sorted((TESTS / "synthea").glob("*.json"))
NEW_ORDER = {"calcium", "vitamin-d", "exercise"}
SITE_UNKNOWN = {"data-quality"}
# A page of Synthea's longest list, so that the rest must be fetched in several.
PAGE_SIZE = 7


@dataclass(frozen=True)
class Expected:
    name: str
    advice: str        # under aibl-2017, beside lifestyle and the flagged site
    indicator: str | None
    reason: str
    as_of: str = AS_OF


EXPECTED = (
    Expected("Alexia", "dxa-repeat bone-agent-continue", "warning", "woman of 68, alendronate active; scan of 2018"),
    Expected("Catina", "dxa-repeat bone-agent-continue", "warning", "woman of 65, alendronate active; scan of 2021"),
    Expected("Elvina", "dxa-repeat bone-agent-continue", "warning", "woman of 73, alendronate active; scan of 2013"),
    Expected("Hallie", "dxa-repeat bone-agent-continue", "warning",
             "woman of 100, alendronate active, which comes before her osteoporotic fracture; last scan of 2016"),
    Expected("Gustavo", "specialist-referral", "warning",
             "a man comes first, on alendronate or not; scan of 11 months ago without usable value", "2020-02-01"),
    Expected("Juan", "dxa-repeat", "warning",
             "woman of 62 without osteoporosis or risk factors: a clavicle is none; scan of 2017"),
    Expected("Tamatha", "dxa-repeat", "warning",
             "woman of 78: age is one factor alone, her wrist's fracture is not coded as fragile; scan of 2013"),
    Expected("Vicenta", "dxa-repeat bone-agent-indicated dental-review-first", "warning",
             "woman of 77 with osteoporosis on the problem list and no drug for it; scan of 1994", "2002-06-01"),
    Expected("Odilia", "dxa-repeat premenopausal-check", "warning", "woman of 29, nothing on menopause; scan of 2013"),
    Expected("Odilia", "", None, "a girl of 17: never a card", "2014-06-01"),
)


def load(name: str) -> PatientRecord:
    """The patient as a FHIR server has taken her in, with an order for letrozole."""
    path = next(path for path in PATIENTS if path.name.startswith(name))
    bundle = json.loads(path.read_text(encoding="utf-8"))
    types = {entry["fullUrl"]: entry["resource"]["resourceType"] for entry in bundle["entry"]}
    text = json.dumps(bundle)
    for url, resource_type in types.items():
        text = text.replace(f'"reference": "{url}"', f'"reference": "{resource_type}/{url.removeprefix("urn:uuid:")}"')
    record = json.loads(text)
    patient_id = next(entry["resource"]["id"] for entry in record["entry"]
                      if entry["resource"]["resourceType"] == "Patient")
    letrozole = order("200064", patient_id=patient_id) | {
        "dispenseRequest": {"quantity": {"value": 30, "system": "http://unitsofmeasure.org", "code": "{tbl}"}}}
    return PatientRecord({"as_of": "", "title": name, "patientId": patient_id, "record": record,
                          "draftOrders": {"resourceType": "Bundle", "entry": [{"resource": letrozole}]}})


class Synthea(unittest.TestCase):

    def test_all_are_expected(self) -> None:
        self.assertEqual({path.name.partition("_")[0] for path in PATIENTS}, {case.name for case in EXPECTED})

    def test_every_patient(self) -> None:
        for as_of in sorted({case.as_of for case in EXPECTED}):
            service = Service(GUIDELINES[0], as_of=as_of)
            self.addCleanup(service.stop)
            order_sign = service.order_sign()
            for case in EXPECTED:
                if case.as_of == as_of:
                    with self.subTest(case.name, as_of=as_of, reason=case.reason):
                        self.check(service, order_sign, case)

    def check(self, service: Service, order_sign: Json, case: Expected) -> None:
        record = load(case.name)
        answers = {}
        with FhirServer(record.store, access_token=TOKEN, page_size=PAGE_SIZE) as fhir:
            access = FhirAccess(fhir.base_url, TOKEN)
            for mode in (Mode.FULL, Mode.FHIR, Mode.PAGED):
                request = hook_request(order_sign, record, mode=mode, hook_instance=HOOK_INSTANCE, page_size=PAGE_SIZE,
                                       fhir_access=None if mode == Mode.FULL else access)
                answers[mode] = service.client.call(SERVICE_ID, request)
                self.assertEqual(list(check_answer(answers[mode], request, record, GUIDELINES[0])), [], mode)
                self.assertEqual(list(self.differences(case, answers[mode].body)), [], mode)
                self.assertEqual(advice_and_indicator(answers[mode]), advice_and_indicator(answers[Mode.FULL]))
                self.assertEqual(cards_of(answers[mode]), cards_of(answers[Mode.FULL]))

    def differences(self, case: Expected, body: Json) -> Iterator[str]:
        advice = {word for card in body["cards"] for word in basis_of(card)["advice"]}
        shown = [card["indicator"] for card in body["cards"]]
        if case.indicator is None:
            yield from (f"a card is shown: {card['summary']}" for card in body["cards"])
            return
        if advice - LIFESTYLE != SITE_UNKNOWN | set(case.advice.split()):
            yield f"advised {sorted(advice - LIFESTYLE)}, expected {case.advice} and {SITE_UNKNOWN}"
        if not NEW_ORDER <= advice:
            yield f"on lifestyle only {sorted(advice & LIFESTYLE)}"
        if ("warning" if "warning" in shown else "info") != case.indicator:
            yield f"indicators {shown}, expected {case.indicator}"
        for text in (text for card in body["cards"] for text in texts_of(card)):
            for claim in ("no dxa", "normal bone density", "t-score below"):
                if claim in text.lower():
                    yield f"a card claims '{claim}': {text[:200]}"


if __name__ == "__main__":
    unittest.main()
