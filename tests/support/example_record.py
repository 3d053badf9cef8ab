"""A small patient record and a CDS service: what the tests of the test tools share."""

from typing import Any

from fhir_search_parameters import Json
from fhir_store import FhirStore
from patient_record import PatientRecord

LOINC = "http://loinc.org"


def observation(number: int, code: str, effective: str, **elements: Any) -> Json:
    return {"resourceType": "Observation", "id": f"o{number}", "status": "final",
            "subject": {"reference": "Patient/p1"}, "effectiveDateTime": effective,
            "code": {"coding": [{"system": LOINC, "code": code}]}} | elements


RESOURCES: list[Json] = [
    {"resourceType": "Patient", "id": "p1", "birthDate": "1961-04-02", "gender": "female"},
    observation(1, "38267-1", "2024-03-10"),
    observation(2, "38267-1", "2026-03-10T23:30:00-05:00"),
    observation(3, "38264-8", "2025-06", status="preliminary"),
    {"resourceType": "Condition", "id": "c1",
     "subject": {"reference": "https://ehr.example.org/fhir/R4/Patient/p1"},
     "clinicalStatus": {"coding": [{"system": "urn:clinical", "code": "active"}]},
     "code": {"coding": [{"system": "urn:a", "code": "1"}, {"code": "2"}]},
     "onsetPeriod": {"start": "2020-01-01"}},
    {"resourceType": "Practitioner", "id": "d1"},
]
STORE = FhirStore(RESOURCES)
RECORD = PatientRecord({
    "as_of": "2026-06-15", "title": "test", "patientId": "p1",
    "draftOrders": {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": {
        "resourceType": "MedicationRequest", "id": "m1", "status": "draft", "intent": "order",
        "subject": {"reference": "Patient/p1"}, "requester": {"reference": "Practitioner/d1"},
        "medicationCodeableConcept": {"text": "letrozole"}}}]},
    "record": {"resourceType": "Bundle", "type": "collection",
               "entry": [{"resource": resource} for resource in RESOURCES]},
})
SERVICE: Json = {
    "hook": "order-sign", "id": "s1", "title": "t", "description": "d",
    "prefetch": {
        "patient": "Patient/{{context.patientId}}",
        "user": "{{context.userId}}",
        "scores": f"Observation?patient={{{{context.patientId}}}}&code={LOINC}|38267-1",
        "reports": "DiagnosticReport?patient={{context.patientId}}",
        "encounter": "Encounter/{{context.encounterId}}",
    },
}
