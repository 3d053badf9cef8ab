"""R4 resources as FHIR R5 (5.0.0) has them: https://hl7.org/fhir/R5/"""

from collections.abc import Callable

from fhir_elements import drop, map_code, rename
from fhir_search_parameters import Json

_ADHERENCE = "http://hl7.org/fhir/CodeSystem/medication-statement-adherence"
_CLINICAL = "http://terminology.hl7.org/CodeSystem/condition-clinical"


def _reasons(resource: Json) -> None:
    """CodeableReferences in place of codes and references."""
    reasons = [{"concept": concept} for concept in resource.pop("reasonCode", [])]
    reasons += [{"reference": reference} for reference in resource.pop("reasonReference", [])]
    if reasons:
        resource["reason"] = reasons


def _medication(resource: Json) -> None:
    if "medicationCodeableConcept" in resource:
        resource["medication"] = {"concept": resource.pop("medicationCodeableConcept")}
    if "medicationReference" in resource:
        resource["medication"] = {"reference": resource.pop("medicationReference")}


def _dosage(dosage: Json) -> None:
    if "asNeededCodeableConcept" in dosage:
        dosage["asNeededFor"] = [dosage.pop("asNeededCodeableConcept")]


def _medication_request(resource: Json) -> None:
    _medication(resource)
    _reasons(resource)
    rename(resource, reportedBoolean="reported")
    if "reportedReference" in resource:
        resource |= {"reported": True, "informationSource": [resource.pop("reportedReference")]}
    for dosage in resource.get("dosageInstruction", []):
        _dosage(dosage)


def _service_request(resource: Json) -> None:
    if "code" in resource:
        resource["code"] = {"concept": resource["code"]}
    _reasons(resource)


def _condition(resource: Json) -> None:
    resource.setdefault("clinicalStatus", {"coding": [{"system": _CLINICAL, "code": "unknown"}]})
    drop(resource, "recorder", "asserter")


def _document_reference(resource: Json) -> None:
    context = resource.pop("context", {})
    if "period" in context:
        resource["period"] = context["period"]
    if "encounter" in context:
        resource["context"] = context["encounter"]


def _encounter(resource: Json) -> None:
    resource["class"] = [{"coding": [resource["class"]]}]
    rename(resource, period="actualPeriod", hospitalization="admission")
    if "serviceType" in resource:
        resource["serviceType"] = [{"concept": resource["serviceType"]}]
    _reasons(resource)
    if "reason" in resource:
        resource["reason"] = [{"value": resource["reason"]}]
    map_code(resource, "status", {"finished": "completed", "arrived": "in-progress", "triaged": "in-progress",
                                  "onleave": "on-hold"})


def _medication_administration(resource: Json) -> None:
    _medication(resource)
    _reasons(resource)
    rename(resource, effectiveDateTime="occurenceDateTime", effectivePeriod="occurencePeriod", context="encounter")
    for performer in resource.get("performer", []):
        performer["actor"] = {"reference": performer["actor"]}


def _medication_statement(resource: Json) -> None:
    _medication(resource)
    _reasons(resource)
    rename(resource, context="encounter")
    drop(resource, "statusReason", "basedOn")
    if "informationSource" in resource:
        resource["informationSource"] = [resource["informationSource"]]
    adherence = {"active": "taking", "completed": "stopped", "stopped": "stopped", "not-taken": "not-taking",
                 "on-hold": "on-hold", "intended": "unknown", "unknown": "unknown"}.get(resource["status"])
    if adherence:
        resource |= {"status": "recorded", "adherence": {"code": {"coding": [{"system": _ADHERENCE, "code": adherence}]}}}
    for dosage in resource.get("dosage", []):
        _dosage(dosage)


def _procedure(resource: Json) -> None:
    rename(resource, performedDateTime="occurrenceDateTime", performedPeriod="occurrencePeriod")
    _reasons(resource)
    if "category" in resource:
        resource["category"] = [resource["category"]]


def _allergy(resource: Json) -> None:
    drop(resource, "recorder", "asserter")
    if "type" in resource:
        system = "http://hl7.org/fhir/allergy-intolerance-type"
        resource["type"] = {"coding": [{"system": system, "code": resource["type"]}]}


def _appointment(resource: Json) -> None:
    _reasons(resource)
    if "serviceType" in resource:
        resource["serviceType"] = [{"concept": concept} for concept in resource["serviceType"]]
    drop(resource, "priority")


def _device(resource: Json) -> None:
    names = [{"value": name["name"], "type": name["type"]} for name in resource.pop("deviceName", [])]
    if names:
        resource["name"] = names
    if "type" in resource:
        resource["type"] = [resource["type"]]


def _medication_itself(resource: Json) -> None:
    rename(resource, form="doseForm", manufacturer="marketingAuthorizationHolder")
    for ingredient in resource.get("ingredient", []):
        if "itemCodeableConcept" in ingredient:
            ingredient["item"] = {"concept": ingredient.pop("itemCodeableConcept")}


TO_R5: dict[str, Callable[[Json], None]] = {
    "AllergyIntolerance": _allergy,
    "Appointment": _appointment,
    "Condition": _condition,
    "Device": _device,
    "DocumentReference": _document_reference,
    "Encounter": _encounter,
    "FamilyMemberHistory": _reasons,
    "Medication": _medication_itself,
    "MedicationAdministration": _medication_administration,
    "MedicationRequest": _medication_request,
    "MedicationStatement": _medication_statement,
    "Procedure": _procedure,
    "RiskAssessment": _reasons,
    "ServiceRequest": _service_request,
}
