#!/usr/bin/env python3
"""Prints a call that holds something of everything that is read: of each kind of resource, of the golden patients and
written here, those that have an element or a code which no other has.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "fuzz"))
import seeds  # noqa: E402

Json = dict[str, Any]
RXNORM, LOINC = "http://www.nlm.nih.gov/research/umls/rxnorm", "http://loinc.org"


def concept(system: str, code: str, text: str) -> Json:
    return {"coding": [{"system": system, "code": code, "display": text}], "text": text}


def order(number: str, **more: Any) -> Json:
    return {"resourceType": "MedicationRequest", "id": number, "status": "active", "intent": "order",
            "subject": {"reference": "Patient/p"}, "authoredOn": "2024-01-01"} | more


MEDICATIONS = [
    {"resourceType": "Medication", "id": "femara", "code": concept(RXNORM, "200064", "Femara"),
     "ingredient": [{"itemCodeableConcept": concept(RXNORM, "72965", "letrozole")}]},
    {"resourceType": "Medication", "id": "prednisone", "code": concept(RXNORM, "312617", "prednisone")},
    {"resourceType": "Medication", "id": "prolia", "code": concept(RXNORM, "993449", "Prolia")}]
DOSAGE = [{"text": "1 tablet", "route": concept("http://snomed.info/sct", "26643006", "oral"), "timing": {
    "repeat": {"boundsPeriod": {"start": "2024-01-01"}, "boundsDuration": {"value": 90, "code": "d"}}},
    "doseAndRate": [{"doseQuantity": {"value": 60, "unit": "mg", "code": "mg"}}]}]
DRAFTS = [
    order("by-reference", status="draft", medicationReference={"reference": "Medication/femara", "display": "Femara"},
          reasonReference=[{"reference": "Condition/reason"}], dosageInstruction=DOSAGE),
    order("contained", status="draft", medicationReference={"reference": "#m"},
          contained=[MEDICATIONS[0] | {"id": "m"}, {"resourceType": "Condition", "id": "c"}],
          reasonReference=[{"reference": "#c"}], reasonCode=[concept("http://hl7.org/fhir/sid/icd-10-cm", "C50.911", "x")]),
    {"resourceType": "ServiceRequest", "id": "dxa", "status": "draft", "intent": "order",
     "subject": {"reference": "Patient/p"}, "code": concept(LOINC, "38269-7", "DXA"), "occurrenceDateTime": "2026-07-01"}]
MORE: dict[str, list[Json]] = {
    "conditions": [{"resourceType": "Condition", "id": "reason", "code": concept(
        "http://hl7.org/fhir/sid/icd-10-cm", "C50.911", "cancer"), "subject": {"reference": "Patient/p"}}],
    "medications": [
        order(f"taken-{medication['id']}", medicationReference={"reference": f"Medication/{medication['id']}"},
              dosageInstruction=DOSAGE) for medication in MEDICATIONS] + MEDICATIONS,
    "medicationAdministrations": [
        {"resourceType": "MedicationAdministration", "id": "given", "status": "completed", "effectiveDateTime":
         "2026-01-10", "medicationReference": {"reference": "Medication/prolia"}, "subject": {"reference": "Patient/p"},
         "dosage": {"dose": {"value": 60, "unit": "mg"}}}, MEDICATIONS[2]],
    "boneDensity": [
        {"resourceType": "Observation", "id": f"panel-{year}", "status": "final", "subject": {"reference": "Patient/p"},
         "code": concept(LOINC, "38269-7", "DXA"), "effectiveDateTime": f"{year}-03-10", "category": [
             concept("http://terminology.hl7.org/CodeSystem/observation-category", "imaging", "imaging")],
         "bodySite": concept("http://snomed.info/sct", "122496007", "lumbar spine"),
         "device": {"reference": "#d", "display": "densitometer"},
         "contained": [{"resourceType": "Device", "id": "d", "identifier": [{"value": "7"}]}],
         "hasMember": [{"reference": "Observation/other"}], "component": [
             {"code": concept(LOINC, "38267-1", "T-score"), "valueQuantity": {"value": -1.2, "code": "{T-score}"}},
             {"code": concept(LOINC, "24966-4", "density"), "valueQuantity": {"value": 0.9, "unit": "g/cm2"}}]}
        for year in (2022, 2026)],
    "medicationStatements": [
        {"resourceType": "MedicationStatement", "id": "told", "status": "active", "effectivePeriod": {
            "start": "2024-01-01"}, "medicationReference": {"reference": "Medication/femara"}, "dosage": DOSAGE,
         "subject": {"reference": "Patient/p"}}, MEDICATIONS[0]],
    "allergies": [{"resourceType": "AllergyIntolerance", "id": "allergy", "patient": {"reference": "Patient/p"},
                   "code": concept(RXNORM, "993449", "denosumab"), "recordedDate": "2025-01-01"}],
    "dxaDocuments": [{"resourceType": "DocumentReference", "id": "letter", "status": "current", "date": "2026-01-01",
                      "type": concept(LOINC, "38269-7", "DXA"), "subject": {"reference": "Patient/p"}}],
    "appointments": [{"resourceType": "Appointment", "id": "visit", "status": "booked", "start": "2026-07-01",
                      "serviceType": [concept(LOINC, "38269-7", "DXA")], "participant": [
                          {"actor": {"reference": "Patient/p"}, "status": "accepted"}]}],
    "riskAssessments": [
        {"resourceType": "RiskAssessment", "id": "frax", "status": "final", "subject": {"reference": "Patient/p"},
         "occurrenceDateTime": "2026-01-10", "prediction": [
             {"outcome": concept(LOINC, "90265-0", "FRAX"), "probabilityDecimal": 12.5}]}]}


def marks_of(value: Any, path: str = "") -> Iterator[str]:
    """Its elements, and its codes with their values."""
    if isinstance(value, dict):
        for name, member in value.items():
            yield from marks_of(member, f"{path}/{name}")
    elif isinstance(value, list):
        for element in value:
            yield from marks_of(element, path)
    else:
        yield f"{path}={value}" if path.endswith("code/coding/code") or path.endswith("status") else path


class Chosen:
    """Of resources those that add something, by key of the prefetch."""

    def __init__(self) -> None:
        self.resources: dict[str, list[Json]] = {}
        self.seen: set[str] = set()

    def add(self, key: str, resource: Json, name: str) -> None:
        marks = {f"{key}{mark}" for mark in marks_of(resource)}
        if marks <= self.seen:
            return
        self.seen |= marks
        self.resources.setdefault(key, []).append(resource | {"id": name})


def main() -> None:
    chosen = Chosen()
    for key, resources in MORE.items():
        for resource in resources:
            chosen.add(key, resource, resource["id"])
    patient: Json = {}
    for number, (_, _, answers) in enumerate(seeds.patients()):
        patient = patient or answers["patient"]
        for key, answer in answers.items():
            for entry in answer.get("entry", []):
                chosen.add(key, entry["resource"], f"{number}-{entry['resource']['id']}")
    prefetch = {key: {"resourceType": "Bundle", "type": "searchset", "entry": [
        {"resource": resource, "search": {"mode": "include" if resource["resourceType"] == "Medication" else "match"}}
        for resource in resources]} for key, resources in chosen.resources.items()}
    orders = {"resourceType": "Bundle", "entry": [{"resource": resource} for resource in DRAFTS]}
    json.dump({"hook": "order-sign", "hookInstance": "1", "prefetch": prefetch | {"patient": patient},
               "context": {"userId": "Practitioner/1", "patientId": "p", "draftOrders": orders}}, sys.stdout)


if __name__ == "__main__":
    main()
