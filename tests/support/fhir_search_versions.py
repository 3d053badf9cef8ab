"""What can be searched for in other versions of FHIR than R4, as far as it differs.

Each version lists it at the end of a resource's page, such as https://hl7.org/fhir/DSTU2/medicationorder.html#search
and https://hl7.org/fhir/R5/medicationadministration.html#search. A parameter that the version does not define raises
SearchError.
"""

from fhir_search_parameters import (
    SEARCH_PARAMETERS,
    SearchError,
    SearchParameter,
    date,
    reference,
    token,
    with_parameters_of_every_type,
)

Parameters = dict[str, SearchParameter]

_PATIENT = {"patient": reference("patient")}
_SUBJECT = {"patient": reference("subject"), "subject": reference("subject")}


def _without(resource_type: str, *names: str) -> Parameters:
    return {name: parameter for name, parameter in SEARCH_PARAMETERS[resource_type].items() if name not in names}


_DOCUMENT = _without("DocumentReference", "date", "category") | {
    "created": date("created"),
    "indexed": date("indexed"),
    "period": date("context.period"),
}

_DSTU2: dict[str, Parameters] = {
    "AllergyIntolerance": _PATIENT | {"date": date("recordedDate"), "status": token("status"),
                                      "substance": token("substance", "reaction.substance")},
    "Appointment": _without("Appointment", "service-type"),
    "Condition": _PATIENT | {"category": token("category"), "clinicalstatus": token("clinicalStatus"),
                             "code": token("code"), "date-recorded": date("dateRecorded"), "onset": date("onset")},
    "DiagnosticOrder": _SUBJECT | {"code": token("item.code"), "event-date": date("event.dateTime"),
                                   "status": token("status")},
    "DiagnosticReport": SEARCH_PARAMETERS["DiagnosticReport"],
    "DocumentReference": _DOCUMENT,
    "Encounter": _PATIENT | {"date": date("period"), "status": token("status"), "type": token("type")},
    "FamilyMemberHistory": _without("FamilyMemberHistory", "status"),
    "Immunization": _PATIENT | {"date": date("date"), "vaccine-code": token("vaccineCode")},
    "Medication": {"code": token("code")},
    "MedicationAdministration": _PATIENT | {"code": token("medicationCodeableConcept"),
                                            "effectivetime": date("effectiveTime"), "status": token("status")},
    "MedicationOrder": _PATIENT | {"code": token("medicationCodeableConcept"), "datewritten": date("dateWritten"),
                                   "status": token("status")},
    "MedicationStatement": _PATIENT | {"code": token("medicationCodeableConcept"), "effectivedate": date("effective"),
                                       "status": token("status")},
    "Observation": _without("Observation", "combo-code"),
    "Patient": SEARCH_PARAMETERS["Patient"],
    "Practitioner": SEARCH_PARAMETERS["Practitioner"],
    "Procedure": _SUBJECT | {"code": token("code"), "date": date("performed")},
    "ProcedureRequest": _SUBJECT | {"encounter": reference("encounter"), "orderer": reference("orderer")},
    "ReferralRequest": _PATIENT | {"date": date("date"), "status": token("status"), "type": token("type")},
    "RiskAssessment": _SUBJECT | {"date": date("date"), "method": token("method")},
}

_STU3: dict[str, Parameters] = {
    name: parameters for name, parameters in SEARCH_PARAMETERS.items() if name not in ("ServiceRequest", "DeviceRequest")
} | {
    "AllergyIntolerance": _without("AllergyIntolerance") | {"date": date("assertedDate")},
    "Condition": _without("Condition", "recorded-date") | {"asserted-date": date("assertedDate")},
    "DocumentReference": _DOCUMENT,
    "Immunization": _without("Immunization") | {"date": date("date")},
    "ProcedureRequest": _without("ServiceRequest", "category"),
    "ReferralRequest": _SUBJECT | {"authored-on": date("authoredOn"), "service": token("serviceRequested"),
                                   "status": token("status"), "type": token("type")},
}

_R5: dict[str, Parameters] = SEARCH_PARAMETERS | {
    "DocumentReference": _without("DocumentReference") | {"period": date("period")},
    "Encounter": _without("Encounter") | {"date": date("actualPeriod")},
    "MedicationAdministration": _SUBJECT | {"code": token("medication.concept"), "date": date("occurence"),
                                            "status": token("status")},
    "MedicationRequest": _without("MedicationRequest", "date", "code", "medication") | {
        "code": token("medication.concept"), "medication": reference("medication.reference")},
    "MedicationStatement": _without("MedicationStatement", "code", "medication") | {
        "code": token("medication.concept"), "medication": reference("medication.reference")},
    "Procedure": _without("Procedure") | {"date": date("occurrence")},
    "ServiceRequest": _without("ServiceRequest", "code") | {"code-concept": token("code.concept")},
}

_OF_VERSION = {"1.0": _DSTU2, "3.0": _STU3, "5.0": _R5}


def parameters_in(version: str) -> dict[str, Parameters]:
    """Those of each type that this version, such as "3.0.2", has."""
    return _OF_VERSION.get(version.rpartition(".")[0], SEARCH_PARAMETERS)


def search_parameters(resource_type: str, version: str = "4.0.1") -> Parameters:
    """The parameters by which resources of this type can be found."""
    known = parameters_in(version)
    if resource_type not in known:
        raise SearchError(f"this server holds no {resource_type}")
    return with_parameters_of_every_type(known[resource_type])


def sort_keys(query: list[tuple[str, str]], version: str) -> list[str]:
    """By what to sort: "date" or "-date". DSTU2 says the order by a modifier, _sort:desc."""
    if not version.startswith("1."):
        return [key for name, value in query if name == "_sort" for key in value.split(",")]
    keys = [("-" if name == "_sort:desc" else "") + value for name, value in query if name.startswith("_sort")]
    if any(value.startswith("-") for name, value in query if name.startswith("_sort")):
        raise SearchError("DSTU2 sorts by _sort:desc")
    return keys
