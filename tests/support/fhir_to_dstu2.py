"""R4 resources as FHIR DSTU2 (1.0.2) has them: https://hl7.org/fhir/DSTU2/"""

from collections.abc import Callable

from fhir_elements import code_of, drop, map_code, one_dose, rename, serial_number_as_identifier, single, to_code
from fhir_search_parameters import Json
from fhir_to_stu3 import observation

_LOINC = "http://loinc.org"


def _names(resource: Json) -> None:
    for name in resource.get("name", []):
        if "family" in name:
            name["family"] = [name["family"]]


def _practitioner(resource: Json) -> None:
    _names(resource)
    single(resource, "name")


def _condition(resource: Json) -> None:
    to_code(resource, "clinicalStatus", {"inactive": "resolved", "recurrence": "relapse"})
    to_code(resource, "verificationStatus", {"unconfirmed": "provisional"})
    resource.setdefault("verificationStatus", "unknown")
    rename(resource, subject="patient", recordedDate="dateRecorded", onsetAge="onsetQuantity",
           abatementAge="abatementQuantity")
    if "dateRecorded" in resource:  # a date, not a dateTime
        resource["dateRecorded"] = resource["dateRecorded"][:10]
    single(resource, "category")
    drop(resource, "recorder")


def _dosage(dosage: Json) -> None:
    one_dose(dosage)
    rename(dosage, site="siteCodeableConcept", additionalInstruction="additionalInstructions")
    single(dosage, "additionalInstructions")
    drop(dosage, "sequence", "patientInstruction")
    rename(dosage.get("timing", {}).get("repeat", {}), boundsDuration="boundsQuantity", periodUnit="periodUnits",
           durationUnit="durationUnits")


def _medication_request(resource: Json) -> None:
    resource["resourceType"] = "MedicationOrder"
    if resource.pop("doNotPerform", False) or resource.get("intent", "order") not in ("order", "instance-order"):
        raise ValueError("DSTU2 has only orders")
    rename(resource, subject="patient", authoredOn="dateWritten", requester="prescriber",
           reasonCode="reasonCodeableConcept")
    single(resource, "reasonCodeableConcept", "reasonReference")
    map_code(resource, "status", {"cancelled": "stopped", "unknown": "stopped"})
    drop(resource, "intent", "category", "priority", "reportedBoolean", "reportedReference", "statusReason")
    for dosage in resource.get("dosageInstruction", []):
        _dosage(dosage)


def _service_request(resource: Json) -> None:
    """An order of a test or of imaging, which LOINC has, is a DiagnosticOrder; all others are ProcedureRequests."""
    status = "rejected" if resource.pop("doNotPerform", False) else resource["status"]
    rename(resource, requester="orderer")
    drop(resource, "intent", "category", "performer")
    if any(coding.get("system") == _LOINC for coding in resource["code"].get("coding", [])):
        resource["resourceType"] = "DiagnosticOrder"
        codes = {"active": "requested", "on-hold": "suspended", "revoked": "cancelled"}
        resource["item"] = [{"code": resource.pop("code")}]
        if "authoredOn" in resource:
            resource["event"] = [{"status": "requested", "dateTime": resource.pop("authoredOn")}]
        rename(resource, reasonCode="reason")
    else:
        resource["resourceType"] = "ProcedureRequest"
        codes = {"active": "requested", "on-hold": "suspended", "revoked": "aborted"}
        rename(resource, authoredOn="orderedOn", reasonCode="reasonCodeableConcept")
        single(resource, "reasonCodeableConcept")
    resource["status"] = codes.get(status, status)


def _observation(resource: Json) -> None:
    observation(resource)
    single(resource, "category")
    map_code(resource, "status", {"corrected": "amended"})


def _diagnostic_report(resource: Json) -> None:
    single(resource, "category", "performer")
    resource.setdefault("performer", {"display": "Radiology"})
    resource.setdefault("issued", resource.get("effectiveDateTime", "2026-01-01")[:10] + "T12:00:00Z")
    map_code(resource, "status", {"preliminary": "partial", "amended": "corrected"})


def _document_reference(resource: Json) -> None:
    rename(resource, date="indexed", category="class")
    single(resource, "class")
    single(resource.get("context", {}), "encounter")
    if "docStatus" in resource:
        resource["docStatus"] = {"coding": [{"code": resource["docStatus"]}]}


def _encounter(resource: Json) -> None:
    rename(resource, subject="patient", reasonCode="reason")
    classes = {"AMB": "ambulatory", "IMP": "inpatient", "EMER": "emergency", "HH": "home"}
    resource["class"] = classes.get(resource["class"].get("code"), "other")
    map_code(resource, "status", {"triaged": "arrived"})
    drop(resource, "serviceType")


def _family_member_history(resource: Json) -> None:
    to_code(resource, "sex")
    rename(resource, sex="gender")
    for condition in resource.get("condition", []):
        rename(condition, onsetAge="onsetQuantity")


def _medication_administration(resource: Json) -> None:
    if resource["status"] == "not-done":
        resource |= {"status": "completed", "wasNotGiven": True}
    rename(resource, subject="patient", context="encounter", effectiveDateTime="effectiveTimeDateTime",
           effectivePeriod="effectiveTimePeriod", performer="practitioner", statusReason="reasonNotGiven",
           request="prescription")
    if "practitioner" in resource:
        resource["practitioner"] = resource["practitioner"][0]["actor"]
    rename(resource.get("dosage", {}), dose="quantity", site="siteCodeableConcept")


def _medication_statement(resource: Json) -> None:
    if resource["status"] == "not-taken":
        resource |= {"status": "completed", "wasNotTaken": True}
    if resource["status"] in ("on-hold", "unknown"):
        raise ValueError("DSTU2 has no such statement")
    map_code(resource, "status", {"stopped": "completed"})
    rename(resource, subject="patient", reasonCode="reasonForUseCodeableConcept")
    single(resource, "reasonForUseCodeableConcept")
    drop(resource, "context", "category", "statusReason")
    for dosage in resource.get("dosage", []):
        _dosage(dosage)
        rename(dosage, doseQuantity="quantityQuantity", doseRange="quantityRange")


def _procedure(resource: Json) -> None:
    if resource["status"] == "not-done":
        resource |= {"status": "completed", "notPerformed": True}
    if resource["status"] == "preparation":
        raise ValueError("DSTU2 has no procedure in preparation")
    map_code(resource, "status", {"on-hold": "in-progress", "stopped": "aborted"})
    rename(resource, statusReason="reasonNotPerformed", reasonCode="reasonCodeableConcept")
    single(resource, "reasonCodeableConcept")


def _allergy(resource: Json) -> None:
    verification = code_of(resource.pop("verificationStatus", "confirmed"))
    clinical = code_of(resource.pop("clinicalStatus", "active"))
    is_void = verification in ("refuted", "entered-in-error")
    resource["status"] = verification if is_void or clinical == "active" else clinical
    rename(resource, code="substance")
    single(resource, "category")
    map_code(resource, "criticality", {"low": "CRITL", "high": "CRITH", "unable-to-assess": "CRITU"})


def _risk_assessment(resource: Json) -> None:
    period = resource.pop("occurrencePeriod", {})
    rename(resource, occurrenceDateTime="date")
    if "start" in period:
        resource["date"] = period["start"]
    drop(resource, "status")


def _appointment(resource: Json) -> None:
    rename(resource, serviceType="type", reasonCode="reason")
    single(resource, "type", "reason")
    drop(resource, "serviceCategory", "specialty", "created")


def _device(resource: Json) -> None:
    serial_number_as_identifier(resource)
    drop(resource, "deviceName")
    rename(resource, modelNumber="model")
    map_code(resource, "status", {"active": "available", "inactive": "not-available"})


def _medication(resource: Json) -> None:
    for ingredient in resource.pop("ingredient", []):
        name = ingredient["itemCodeableConcept"]
        item = {"display": name.get("text") or name["coding"][0]["display"]}
        resource.setdefault("product", {}).setdefault("ingredient", []).append({"item": item})
    drop(resource, "status", "form")


def _immunization(resource: Json) -> None:
    rename(resource, occurrenceDateTime="date")
    resource |= {"wasNotGiven": False, "reported": False}


TO_DSTU2: dict[str, Callable[[Json], None]] = {
    "AllergyIntolerance": _allergy,
    "Appointment": _appointment,
    "Condition": _condition,
    "Device": _device,
    "DiagnosticReport": _diagnostic_report,
    "DocumentReference": _document_reference,
    "Encounter": _encounter,
    "FamilyMemberHistory": _family_member_history,
    "Immunization": _immunization,
    "Medication": _medication,
    "MedicationAdministration": _medication_administration,
    "MedicationRequest": _medication_request,
    "MedicationStatement": _medication_statement,
    "Observation": _observation,
    "Patient": _names,
    "Practitioner": _practitioner,
    "Procedure": _procedure,
    "RiskAssessment": _risk_assessment,
    "ServiceRequest": _service_request,
}
