"""What can be searched for in FHIR R4: the parameters of each type that an EHR holds.

Search follows https://hl7.org/fhir/R4/search.html for the parameters that prefetch templates use.
A parameter that R4 does not define for the type, or a search that names no patient, raises
SearchError and is never ignored: a template that fails here would fail in a hospital.
"""

from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import parse_qsl

Json = dict[str, Any]
Query = list[tuple[str, str]]


class SearchError(ValueError):
    """A query that no FHIR R4 server could be expected to answer."""


@dataclass(frozen=True)
class SearchParameter:
    """The type of a search parameter and the elements it looks at (`onset[x]` is `onset`)."""

    kind: Literal["token", "reference", "date"]
    elements: tuple[str, ...]


def token(*elements: str) -> SearchParameter:
    return SearchParameter("token", elements)


def reference(*elements: str) -> SearchParameter:
    return SearchParameter("reference", elements)


def date(*elements: str) -> SearchParameter:
    return SearchParameter("date", elements)


_SUBJECT = {"patient": reference("subject"), "subject": reference("subject")}
_PATIENT = {"patient": reference("patient")}

# The R4 search parameters of each type that this EHR holds. Note what R4 does not have:
# Condition.status, MedicationAdministration.date, ServiceRequest.date.
SEARCH_PARAMETERS: dict[str, dict[str, SearchParameter]] = {
    "AllergyIntolerance": _PATIENT | {
        "category": token("category"),
        "clinical-status": token("clinicalStatus"),
        "code": token("code", "reaction.substance"),
        "criticality": token("criticality"),
        "date": date("recordedDate"),
        "type": token("type"),
        "verification-status": token("verificationStatus"),
    },
    "Appointment": {
        "date": date("start"),
        "patient": reference("participant.actor"),
        "service-type": token("serviceType"),
        "status": token("status"),
    },
    "CarePlan": _SUBJECT | {
        "category": token("category"),
        "date": date("period"),
        "intent": token("intent"),
        "status": token("status"),
    },
    "Condition": _SUBJECT | {
        "category": token("category"),
        "clinical-status": token("clinicalStatus"),
        "code": token("code"),
        "encounter": reference("encounter"),
        "onset-date": date("onset"),
        "recorded-date": date("recordedDate"),
        "verification-status": token("verificationStatus"),
    },
    "Coverage": {"patient": reference("beneficiary"), "status": token("status")},
    "Device": _PATIENT | {"status": token("status"), "type": token("type")},
    "DeviceRequest": _SUBJECT | {
        "authored-on": date("authoredOn"),
        "code": token("code"),
        "intent": token("intent"),
        "status": token("status"),
    },
    "DiagnosticReport": _SUBJECT | {
        "category": token("category"),
        "code": token("code"),
        "date": date("effective"),
        "encounter": reference("encounter"),
        "issued": date("issued"),
        "status": token("status"),
    },
    "DocumentReference": _SUBJECT | {
        "category": token("category"),
        "date": date("date"),
        "status": token("status"),
        "type": token("type"),
    },
    "Encounter": _SUBJECT | {
        "class": token("class"),
        "date": date("period"),
        "status": token("status"),
        "type": token("type"),
    },
    "EpisodeOfCare": _PATIENT | {
        "date": date("period"),
        "status": token("status"),
        "type": token("type"),
    },
    "FamilyMemberHistory": _PATIENT | {
        "code": token("condition.code"),
        "date": date("date"),
        "relationship": token("relationship"),
        "status": token("status"),
    },
    "Flag": _SUBJECT | {"date": date("period")},
    "ImagingStudy": _SUBJECT | {"started": date("started"), "status": token("status")},
    "Immunization": _PATIENT | {
        "date": date("occurrence"),
        "status": token("status"),
        "vaccine-code": token("vaccineCode"),
    },
    "Medication": {"code": token("code"), "status": token("status")},
    "MedicationAdministration": _SUBJECT | {
        "code": token("medicationCodeableConcept"),
        "effective-time": date("effective"),
        "medication": reference("medicationReference"),
        "status": token("status"),
    },
    "MedicationDispense": _SUBJECT | {
        "code": token("medicationCodeableConcept"),
        "medication": reference("medicationReference"),
        "status": token("status"),
        "type": token("type"),
        "whenhandedover": date("whenHandedOver"),
    },
    "MedicationRequest": _SUBJECT | {
        "authoredon": date("authoredOn"),
        "category": token("category"),
        "code": token("medicationCodeableConcept"),
        "date": date("dosageInstruction.timing.event"),
        "encounter": reference("encounter"),
        "intent": token("intent"),
        "medication": reference("medicationReference"),
        "priority": token("priority"),
        "status": token("status"),
    },
    "MedicationStatement": _SUBJECT | {
        "category": token("category"),
        "code": token("medicationCodeableConcept"),
        "effective": date("effective"),
        "medication": reference("medicationReference"),
        "status": token("status"),
    },
    "Observation": _SUBJECT | {
        "category": token("category"),
        "code": token("code"),
        "combo-code": token("code", "component.code"),
        "component-code": token("component.code"),
        "date": date("effective"),
        "encounter": reference("encounter"),
        "status": token("status"),
    },
    "Patient": {"gender": token("gender"), "identifier": token("identifier")},
    "Practitioner": {"identifier": token("identifier")},
    "PractitionerRole": {"practitioner": reference("practitioner")},
    "Procedure": _SUBJECT | {
        "category": token("category"),
        "code": token("code"),
        "date": date("performed"),
        "encounter": reference("encounter"),
        "status": token("status"),
    },
    "QuestionnaireResponse": _SUBJECT | {
        "authored": date("authored"),
        "status": token("status"),
    },
    "RelatedPerson": _PATIENT,
    "RiskAssessment": _SUBJECT | {"date": date("occurrence"), "method": token("method")},
    "ServiceRequest": _SUBJECT | {
        "authored": date("authoredOn"),
        "category": token("category"),
        "code": token("code"),
        "encounter": reference("encounter"),
        "intent": token("intent"),
        "occurrence": date("occurrence"),
        "status": token("status"),
    },
}
_EVERY_TYPE = {"_id": token("id"), "_lastUpdated": date("meta.lastUpdated")}
# Answered by every server; they change the shape of the answer, not what matches.
_RESULT_PARAMETERS = {"_sort", "_count", "_elements", "_format"}
# Legal R4, but not honoured here, as in some large EHRs: the answer carries a warning.
_IGNORED_PARAMETERS = {"_include", "_revinclude"}
OFFSET_PARAMETER = "_offset"  # found only in our own next links


def search_parameters(resource_type: str) -> dict[str, SearchParameter]:
    """The parameters by which resources of this type can be found."""
    if resource_type not in SEARCH_PARAMETERS:
        raise SearchError(f"this server holds no {resource_type}")
    return with_parameters_of_every_type(SEARCH_PARAMETERS[resource_type])


def with_parameters_of_every_type(parameters: dict[str, SearchParameter]) -> dict[str, SearchParameter]:
    return parameters | _EVERY_TYPE


def check_query(resource_type: str, query: Query, known: dict[str, SearchParameter] | None = None) -> list[str]:
    """Raises SearchError unless the query is answerable; returns warnings. known: the parameters, if not those of R4."""
    if known is None:
        known = search_parameters(resource_type)
    warnings = []
    for name, value in query:
        if name in _IGNORED_PARAMETERS:
            warnings.append(f"{name} is not supported and was ignored")
        elif name not in known and name not in _RESULT_PARAMETERS and name != OFFSET_PARAMETER:
            raise SearchError(f"{resource_type} has no search parameter '{name}'")
        if not value:
            raise SearchError(f"search parameter '{name}' has no value")
    names = {name for name, _ in query}
    in_patient_compartment = {"patient", "subject"} & known.keys()
    if in_patient_compartment and not names & {"patient", "subject", "_id"}:
        raise SearchError(f"a search for {resource_type} must name the patient")
    return warnings


def parse_query(text: str) -> Query:
    return parse_qsl(text, keep_blank_values=True)
