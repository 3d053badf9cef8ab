"""R4 resources as FHIR STU3 (3.0.2) has them: https://hl7.org/fhir/STU3/"""

import re
from collections.abc import Callable
from typing import Any

from fhir_elements import drop, map_code, one_dose, rename, serial_number_as_identifier, single, to_code
from fhir_search_parameters import Json

REQUEST_STATUS = {"on-hold": "suspended", "revoked": "cancelled"}
_TERMINOLOGY = "http://terminology.hl7.org/CodeSystem/"


def old_systems(value: Any) -> Any:
    """FHIR's own code systems under the URIs that they had before R4."""
    if isinstance(value, list):
        return [old_systems(item) for item in value]
    if isinstance(value, dict):
        return {name: old_systems(item) for name, item in value.items()}
    if not isinstance(value, str) or not value.startswith(_TERMINOLOGY):
        return value
    name = value.removeprefix(_TERMINOLOGY)
    return "http://hl7.org/fhir/" + re.sub(r"^(v[23])-", r"\1/", name)


def _condition(resource: Json) -> None:
    to_code(resource, "clinicalStatus")
    to_code(resource, "verificationStatus", {"unconfirmed": "provisional"})
    rename(resource, recordedDate="assertedDate", encounter="context")
    drop(resource, "recorder")


def _requested(resource: Json) -> None:
    rename(resource, encounter="context")
    if "requester" in resource:
        resource["requester"] = {"agent": resource["requester"]}


def _medication_request(resource: Json) -> None:
    _requested(resource)
    single(resource, "category")
    if resource.pop("doNotPerform", False):
        raise ValueError("STU3 has no MedicationRequest that forbids")
    drop(resource, "reportedBoolean", "reportedReference", "statusReason")
    for dosage in resource.get("dosageInstruction", []):
        one_dose(dosage)


def _service_request(resource: Json) -> None:
    resource["resourceType"] = "ProcedureRequest"
    _requested(resource)
    map_code(resource, "status", REQUEST_STATUS)
    single(resource, "performer")


def observation(resource: Json) -> None:
    single(resource, "interpretation")
    if "hasMember" in resource:
        resource["related"] = [{"type": "has-member", "target": target} for target in resource.pop("hasMember")]
    for component in resource.get("component", []):
        single(component, "interpretation")


def _observation(resource: Json) -> None:
    observation(resource)
    rename(resource, encounter="context")


def _diagnostic_report(resource: Json) -> None:
    rename(resource, encounter="context")
    single(resource, "category")
    if "performer" in resource:
        resource["performer"] = [{"actor": actor} for actor in resource["performer"]]


def _document_reference(resource: Json) -> None:
    rename(resource, date="indexed", category="class")
    single(resource, "class")
    single(resource.get("context", {}), "encounter")


def _encounter(resource: Json) -> None:
    rename(resource, reasonCode="reason")
    drop(resource, "serviceType")


def _family_member_history(resource: Json) -> None:
    to_code(resource, "sex")
    rename(resource, sex="gender")


def _medication_administration(resource: Json) -> None:
    if resource["status"] == "not-done":
        resource |= {"status": "completed", "notGiven": True}
    rename(resource, statusReason="reasonNotGiven", request="prescription")


def _medication_statement(resource: Json) -> None:
    taken = {"not-taken": "n", "unknown": "unk"}.get(resource["status"], "y")
    resource["taken"] = taken
    map_code(resource, "status", {"not-taken": "completed", "unknown": "active"})
    for dosage in resource.get("dosage", []):
        one_dose(dosage)


def _procedure(resource: Json) -> None:
    if resource["status"] == "not-done":
        resource |= {"status": "completed", "notDone": True}
    map_code(resource, "status", {"on-hold": "suspended", "stopped": "aborted"})
    rename(resource, encounter="context", statusReason="notDoneReason")


def _allergy(resource: Json) -> None:
    to_code(resource, "clinicalStatus")
    to_code(resource, "verificationStatus")
    rename(resource, recordedDate="assertedDate")
    drop(resource, "encounter")


def _risk_assessment(resource: Json) -> None:
    rename(resource, encounter="context")


def _appointment(resource: Json) -> None:
    rename(resource, reasonCode="reason")
    single(resource, "serviceCategory")


def _device(resource: Json) -> None:
    serial_number_as_identifier(resource)
    drop(resource, "deviceName")
    rename(resource, modelNumber="model")


def _immunization(resource: Json) -> None:
    rename(resource, occurrenceDateTime="date")
    resource |= {"notGiven": False, "primarySource": True}


TO_STU3: dict[str, Callable[[Json], None]] = {
    "AllergyIntolerance": _allergy,
    "Appointment": _appointment,
    "Condition": _condition,
    "Device": _device,
    "DiagnosticReport": _diagnostic_report,
    "DocumentReference": _document_reference,
    "Encounter": _encounter,
    "FamilyMemberHistory": _family_member_history,
    "Immunization": _immunization,
    "MedicationAdministration": _medication_administration,
    "MedicationRequest": _medication_request,
    "MedicationStatement": _medication_statement,
    "Observation": _observation,
    "Procedure": _procedure,
    "RiskAssessment": _risk_assessment,
    "ServiceRequest": _service_request,
}
