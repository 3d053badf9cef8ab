"""Resources that a long history of care leaves in a record, in the shape in which EHRs in the United States send them.

None of them bears on a card: other diseases, other drugs, laboratory values that newer ones have replaced.
"""

import random
from collections.abc import Callable
from typing import Any

Resource = dict[str, Any]
Make = Callable[[str, str, str, random.Random], Resource]

SNOMED = "http://snomed.info/sct"
ICD10 = "http://hl7.org/fhir/sid/icd-10-cm"
RXNORM = "http://www.nlm.nih.gov/research/umls/rxnorm"
LOINC = "http://loinc.org"
UCUM = "http://unitsofmeasure.org"

CONDITIONS = (
    ("59621000", "I10", "Essential hypertension"),
    ("55822004", "E78.5", "Hyperlipidemia"),
    ("44054006", "E11.9", "Diabetes mellitus type 2"),
    ("195967001", "J45.909", "Asthma"),
    ("10509002", "J20.9", "Acute bronchitis"),
    ("444814009", "J32.9", "Viral sinusitis"),
    ("396275006", "M19.90", "Osteoarthritis"),
    ("35489007", "F32.A", "Depressive disorder"),
    ("37796009", "G43.909", "Migraine"),
    ("68566005", "N39.0", "Urinary tract infectious disease"),
)
DRUGS = (
    ("314076", "lisinopril 10 MG Oral Tablet"),
    ("197361", "amlodipine 5 MG Oral Tablet"),
    ("617310", "atorvastatin 20 MG Oral Tablet"),
    ("860975", "metformin hydrochloride 500 MG Oral Tablet"),
    ("312938", "sertraline 50 MG Oral Tablet"),
    ("308182", "amoxicillin 250 MG Oral Capsule"),
    ("313782", "acetaminophen 325 MG Oral Tablet"),
    ("310965", "ibuprofen 200 MG Oral Tablet"),
)
PROCEDURES = (
    ("73761001", "Colonoscopy"),
    ("71651007", "Mammography"),
    ("399208008", "Plain X-ray of chest"),
    ("29303009", "Electrocardiographic procedure"),
)
VISITS = (
    ("185349003", "Encounter for check up"),
    ("390906007", "Follow-up encounter"),
    ("270427003", "Patient-initiated encounter"),
)
LABS = (
    ("17861-6", "Calcium [Mass/volume] in Serum or Plasma", "mg/dL", 9.0, 9.9),
    ("1751-7", "Albumin [Mass/volume] in Serum or Plasma", "g/dL", 3.9, 4.6),
)


def _concept(system: str, code: str, text: str, *further: tuple[str, str]) -> Resource:
    codings = [{"system": system, "code": code, "display": text}]
    codings += [{"system": other, "code": its_code, "display": text} for other, its_code in further]
    return {"coding": codings, "text": text}


def _terminology(name: str, code: str) -> Resource:
    return {"coding": [{"system": f"http://terminology.hl7.org/CodeSystem/{name}", "code": code}]}


def _begun(resource_type: str, resource_id: str, day: str) -> Resource:
    return {"resourceType": resource_type, "id": resource_id,
            "meta": {"versionId": "1", "lastUpdated": f"{day}T06:00:00Z"}}


def condition(resource_id: str, patient: str, day: str, chance: random.Random) -> Resource:
    snomed, icd10, text = chance.choice(CONDITIONS)
    return _begun("Condition", resource_id, day) | {
        "clinicalStatus": _terminology("condition-clinical", chance.choice(("active", "resolved"))),
        "verificationStatus": _terminology("condition-ver-status", "confirmed"),
        "category": [_terminology("condition-category", "problem-list-item")],
        "code": _concept(SNOMED, snomed, text, (ICD10, icd10)),
        "subject": {"reference": f"Patient/{patient}"},
        "onsetDateTime": day, "recordedDate": day,
    }


def medication(resource_id: str, patient: str, day: str, chance: random.Random) -> Resource:
    code, text = chance.choice(DRUGS)
    return _begun("MedicationRequest", resource_id, day) | {
        "status": chance.choice(("completed", "stopped")), "intent": "order",
        "medicationCodeableConcept": _concept(RXNORM, code, text),
        "subject": {"reference": f"Patient/{patient}"},
        "authoredOn": day,
        "requester": {"reference": "Practitioner/family-doctor-1", "display": "Paul Family, MD"},
        "dosageInstruction": [{"text": "Take one by mouth once daily",
                               "timing": {"repeat": {"frequency": 1, "period": 1, "periodUnit": "d"}},
                               "route": _concept(SNOMED, "26643006", "Oral route")}],
    }


def encounter(resource_id: str, patient: str, day: str, chance: random.Random) -> Resource:
    code, text = chance.choice(VISITS)
    return _begun("Encounter", resource_id, day) | {
        "status": "finished",
        "class": {"system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "AMB"},
        "type": [_concept(SNOMED, code, text)],
        "subject": {"reference": f"Patient/{patient}", "display": "the patient"},
        "period": {"start": f"{day}T09:00:00-05:00", "end": f"{day}T09:20:00-05:00"},
    }


def procedure(resource_id: str, patient: str, day: str, chance: random.Random) -> Resource:
    code, text = chance.choice(PROCEDURES)
    return _begun("Procedure", resource_id, day) | {
        "status": "completed",
        "code": _concept(SNOMED, code, text),
        "subject": {"reference": f"Patient/{patient}"},
        "performedDateTime": f"{day}T10:15:00-05:00",
    }


def lab(resource_id: str, patient: str, day: str, chance: random.Random) -> Resource:
    code, text, unit, low, high = chance.choice(LABS)
    return _begun("Observation", resource_id, day) | {
        "status": "final",
        "category": [_terminology("observation-category", "laboratory")],
        "code": _concept(LOINC, code, text),
        "subject": {"reference": f"Patient/{patient}"},
        "effectiveDateTime": f"{day}T08:30:00-05:00",
        "valueQuantity": {"value": round(chance.uniform(low, high), 1), "unit": unit, "system": UCUM, "code": unit},
    }


# By the key of the prefetch template that finds them; what is most frequent in records, twice.
HISTORY: tuple[tuple[str, Make], ...] = (
    ("conditions", condition), ("conditions", condition), ("medications", medication), ("medications", medication),
    ("encounters", encounter), ("procedures", procedure), ("labs", lab), ("labs", lab),
)
