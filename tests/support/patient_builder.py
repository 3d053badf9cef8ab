"""Builds small patient records for tests: one call an entry of the record, in the terms of clinical-policy.

    woman(60).t_score(-1.9).condition(SNOMED, "64859006")

Every method returns the patient, and every date is counted back from the day of signing.
"""

import itertools
from datetime import date, timedelta
from typing import Any

Json = dict[str, Any]

AS_OF = date(2026, 6, 15)
LOINC, SNOMED = "http://loinc.org", "http://snomed.info/sct"
ICD, RXNORM = "http://hl7.org/fhir/sid/icd-10-cm", "http://www.nlm.nih.gov/research/umls/rxnorm"
UCUM = "http://unitsofmeasure.org"
T_SCORE_CODES = {"lumbar spine": "38267-1", "total hip": "38264-8", "femur": "38263-0", "forearm": "80943-4",
                 "heel": "38266-3"}
BMD_CODES = {"lumbar spine": "24966-4", "total hip": "38261-4", "femur": "24701-5"}


def months_ago(months: int, days: int = 0) -> str:
    """The day so many whole months before the day of signing, and `days` further back."""
    year, month = divmod(AS_OF.year * 12 + AS_OF.month - 1 - months, 12)
    return (date(year, month + 1, AS_OF.day) - timedelta(days=days)).isoformat()


def concept(system: str, code: str, text: str | None = None) -> Json:
    return {"coding": [{"system": system, "code": code}]} | ({"text": text} if text else {})


class Patient:
    """A patient whose letrozole is being signed; `order` may be changed before the first use."""

    def __init__(self, gender: str, age: int, days_to_birthday: int = 100):
        birthday = AS_OF + timedelta(days=days_to_birthday)
        self.resources: list[Json] = []
        self.drafts: list[Json] = []
        self._numbers = itertools.count(1)
        self.add("Patient", {"id": "p", "gender": gender,
                             "birthDate": birthday.replace(year=birthday.year - age - 1).isoformat()})
        self.order = {
            "resourceType": "MedicationRequest", "id": "order-1", "status": "draft", "intent": "order",
            "medicationCodeableConcept": concept(RXNORM, "200064"), "subject": {"reference": "Patient/p"},
            "dispenseRequest": {"quantity": {"value": 30, "system": UCUM, "code": "{tbl}"}},
        }

    def add(self, resource_type: str, content: Json) -> "Patient":
        owner = {} if resource_type == "Patient" else {
            "patient" if resource_type in ("AllergyIntolerance", "FamilyMemberHistory") else "subject":
            {"reference": "Patient/p"}}
        self.resources.append({"resourceType": resource_type, "id": f"r{next(self._numbers)}"} | owner | content)
        return self

    def draft(self, resource: Json) -> "Patient":
        self.drafts.append({"id": f"draft-{next(self._numbers)}", "status": "draft", "intent": "order",
                            "subject": {"reference": "Patient/p"}} | resource)
        return self

    def ordered(self, **changes: Any) -> "Patient":
        """Changes members of the letrozole order; None removes one."""
        self.order = {name: value for name, value in (self.order | changes).items() if value is not None}
        return self

    def observation(self, code: str, on: str, value: Json, **more: Any) -> "Patient":
        return self.add("Observation", {"status": "final", "code": concept(LOINC, code),
                                        "effectiveDateTime": on} | value | more)

    def quantity(self, code: str, value: float, unit: str, months: int = 1, days: int = 0) -> "Patient":
        return self.observation(code, months_ago(months, days), {
            "valueQuantity": {"value": value, "unit": unit, "system": UCUM, "code": unit}})

    def t_score(self, value: float, site: str = "lumbar spine", months: int = 3, days: int = 0,
                **more: Any) -> "Patient":
        return self.observation(T_SCORE_CODES[site], months_ago(months, days), {
            "valueQuantity": {"value": value, "unit": "{T-score}", "system": UCUM, "code": "{T-score}"}}, **more)

    def bmd(self, value: float, device: str, months: int, site: str = "lumbar spine") -> "Patient":
        return self.observation(BMD_CODES[site], months_ago(months), {
            "valueQuantity": {"value": value, "unit": "g/cm2", "system": UCUM, "code": "g/cm2"}},
            device={"reference": f"Device/{device}"})

    def condition(self, system: str, code: str, **more: Any) -> "Patient":
        status = concept("http://terminology.hl7.org/CodeSystem/condition-clinical", "active")
        return self.add("Condition", {"clinicalStatus": status, "code": concept(system, code)} | more)

    def takes(self, code: str, months: int = 8, **more: Any) -> "Patient":
        return self.add("MedicationRequest", {
            "status": "active", "intent": "order", "medicationCodeableConcept": concept(RXNORM, code),
            "authoredOn": months_ago(months)} | more)

    def given(self, code: str, months: int, days: int = 0, **more: Any) -> "Patient":
        return self.add("MedicationAdministration", {
            "status": "completed", "medicationCodeableConcept": concept(RXNORM, code),
            "effectiveDateTime": months_ago(months, days)} | more)

    def service_request(self, **changes: Any) -> "Patient":
        return self.add("ServiceRequest", {"status": "active", "intent": "order",
                                           "code": concept(SNOMED, "312681000"), "authoredOn": months_ago(1)} | changes)

    def document(self) -> Json:
        """The patient in the format of tests/patients."""
        def bundle(resources: list[Json]) -> Json:
            return {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": r} for r in resources]}
        return {"as_of": AS_OF.isoformat(), "title": "", "patientId": "p",
                "draftOrders": bundle([self.order, *self.drafts]), "record": bundle(self.resources)}


def woman(age: int, **more: Any) -> Patient:
    """A woman with breast cancer."""
    return Patient("female", age, **more).condition(SNOMED, "254837009")


def man(age: int) -> Patient:
    return Patient("male", age).condition(SNOMED, "254837009")
