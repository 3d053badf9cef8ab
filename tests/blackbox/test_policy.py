"""Every sentence of the clinical policy as a small patient: exactly the advice it demands, under each guideline."""

import json
import unittest
from collections.abc import Iterator

from service import GUIDELINES, Service

import cases_bone_density  # noqa: I001
import cases_cautions
import cases_scope
import cases_treatment
from check_patients import check_answer
from expectations import advice_of, indicator_of, texts_of
from fhir_search_parameters import Json
from hook_request import hook_request
from patient_record import PatientRecord
from policy_case import LIFESTYLE, Case

MODULES = (cases_scope, cases_bone_density, cases_treatment, cases_cautions)
HOOK_INSTANCE = "5f0cd6a1-7a3e-4c55-8a94-0c3f6f0e6f12"


class Policy(unittest.TestCase):

    def check(self, guideline: str) -> None:
        service = Service(guideline)
        self.addCleanup(service.stop)
        order_sign = service.order_sign()
        for module in MODULES:
            for case in module.cases():
                expected = case.expected(guideline)
                if expected is None:
                    continue
                with self.subTest(case.title, guideline=guideline):
                    record = PatientRecord(case.patient.document())
                    request = hook_request(order_sign, record, hook_instance=HOOK_INSTANCE)
                    answer = service.client.call(order_sign["id"], request)
                    self.assertEqual(list(check_answer(answer, request, record, guideline)), [])
                    self.assertEqual(list(differences(case, set(expected.split()), answer.body)), [])

    def test_aibl_2017(self) -> None:
        self.check(GUIDELINES[0])

    def test_who_osteoporosis(self) -> None:
        self.check(GUIDELINES[1])

    def test_asco_2019(self) -> None:
        self.check(GUIDELINES[2])


def differences(case: Case, expected: set[str], body: Json) -> Iterator[str]:
    """What the cards advise that the case does not, what they lack, and what they must not say."""
    advice = advice_of(body)
    if advice - LIFESTYLE != expected:
        yield f"advised {sorted(advice - LIFESTYLE)}, expected {sorted(expected)}"
    if case.lifestyle is not None and advice & LIFESTYLE != set(case.lifestyle.split()):
        yield f"on lifestyle {sorted(advice & LIFESTYLE)}, expected {sorted(case.lifestyle.split())}"
    if case.indicator and indicator_of(body) != case.indicator:
        yield f"the highest indicator is {indicator_of(body)}, expected {case.indicator}"
    for forbidden in case.forbidden:
        if said_in(body, forbidden):
            yield f"a card says '{forbidden}'"


def said_in(body: Json, forbidden: str) -> bool:
    """`part:text` looks into one member of the cards, `text` alone into all that a clinician reads."""
    part, colon, text = forbidden.rpartition(":")
    if colon:
        texts = [json.dumps(card.get(part, "")) for card in body["cards"]]
    else:
        texts = [line for card in body["cards"] for line in texts_of(card)]
    return any(text.lower() in found.lower() for found in texts)


if __name__ == "__main__":
    unittest.main()
