"""FHIR R4 resources as other versions of FHIR write them, for servers and calls of EHRs that speak those.

Only for what the records of the tests hold. What a version cannot say is left out; where leaving it out would change
what the record means, ValueError is raised. What differs is told at the end of each resource's page, for example
https://hl7.org/fhir/R5/encounter.html#versions-history, and in the R4 pages' "R3 Diff".
"""

import copy
from collections.abc import Callable
from enum import StrEnum
from typing import Any

from fhir_search_parameters import Json
from fhir_to_dstu2 import TO_DSTU2
from fhir_to_r5 import TO_R5
from fhir_to_stu3 import TO_STU3, old_systems


class FhirVersion(StrEnum):
    """By the number that a server tells in its CapabilityStatement."""

    DSTU2 = "1.0.2"
    STU3 = "3.0.2"
    R4 = "4.0.1"
    R4B = "4.3.0"
    R5 = "5.0.0"


def converted(resource: Json, version: FhirVersion) -> Json:
    """The R4 resource, or Bundle of resources, in this version; the one given is not changed."""
    if version in (FhirVersion.R4, FhirVersion.R4B):
        return copy.deepcopy(resource)
    if resource.get("resourceType") == "Bundle":
        return resource | {"entry": [_entry(entry, version) for entry in resource["entry"]]} \
            if resource.get("entry") else copy.deepcopy(resource)
    result = _converted(copy.deepcopy(resource), version)
    return _with_new_references(result, _RENAMED.get(version, {}))


def _entry(entry: Json, version: FhirVersion) -> Json:
    return entry | {"resource": converted(entry["resource"], version)} if "resource" in entry else entry


def _converted(resource: Json, version: FhirVersion) -> Json:
    convert = _TABLES[version].get(resource["resourceType"])
    contained = [_converted(each, version) for each in resource.pop("contained", [])]
    if version != FhirVersion.R5:
        resource = old_systems(resource)
    if convert:
        convert(resource)
    return resource | ({"contained": contained} if contained else {})


_TABLES: dict[FhirVersion, dict[str, Callable[[Json], None]]] = {
    FhirVersion.DSTU2: TO_DSTU2,
    FhirVersion.STU3: TO_STU3,
    FhirVersion.R5: TO_R5,
}
_RENAMED = {
    FhirVersion.DSTU2: {"MedicationRequest": "MedicationOrder", "ServiceRequest": "DiagnosticOrder"},
    FhirVersion.STU3: {"ServiceRequest": "ProcedureRequest"},
}


def _with_new_references(value: Any, renamed: dict[str, str]) -> Any:
    if isinstance(value, list):
        return [_with_new_references(item, renamed) for item in value]
    if not isinstance(value, dict):
        return value
    result = {name: _with_new_references(item, renamed) for name, item in value.items()}
    reference = result.get("reference")
    if isinstance(reference, str):
        resource_type, slash, rest = reference.partition("/")
        result["reference"] = renamed.get(resource_type, resource_type) + slash + rest
    return result
