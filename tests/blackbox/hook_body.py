"""The smallest well-formed calls: of our drug, and of another one, which needs no data and gets no card."""

import json

from service import patient  # first: it makes the test tools importable

from fhir_search_parameters import Json  # noqa: I001
from hook_request import Mode, hook_request

RXNORM = "http://www.nlm.nih.gov/research/umls/rxnorm"
HOOK_INSTANCE = "5f0cd6a1-7a3e-4c55-8a94-0c3f6f0e6f13"


def order(rxnorm_code: str, order_id: str = "order-1", patient_id: str = "p1") -> Json:
    return {"resourceType": "MedicationRequest", "id": order_id, "status": "draft", "intent": "order",
            "medicationCodeableConcept": {"coding": [{"system": RXNORM, "code": rxnorm_code}]},
            "subject": {"reference": f"Patient/{patient_id}"}}


def call_for(*orders: Json) -> Json:
    """A call without any prefetched data."""
    return {"hook": "order-sign", "hookInstance": HOOK_INSTANCE,
            "context": {"userId": "Practitioner/d1", "patientId": "p1",
                        "draftOrders": {"resourceType": "Bundle", "type": "collection",
                                        "entry": [{"resource": resource} for resource in orders]}}}


def amoxicillin() -> Json:
    """An order that the service does not speak about: `{"cards": []}` without looking at any data."""
    return call_for(order("308191"))


def letrozole() -> Json:
    return call_for(order("200064"))


def with_all_data(order_sign: Json, name: str = "V03") -> Json:
    """A patient of tests/patients with everything prefetched that the service asks for."""
    return hook_request(order_sign, patient(name), mode=Mode.FULL, hook_instance=HOOK_INSTANCE)


def text_with(fragment: str) -> str:
    """The call for amoxicillin with a piece of JSON text where the service does not read."""
    return json.dumps(amoxicillin() | {"extension": "HERE"}).replace('"HERE"', fragment)
