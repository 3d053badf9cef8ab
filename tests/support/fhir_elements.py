"""Small changes of elements, of which the conversions between versions of FHIR are made. All change the resource."""

from typing import Any

from fhir_search_parameters import Json


def rename(resource: Json, **names: str) -> None:
    """Gives elements other names, where they are; old=new."""
    for old, new in names.items():
        if old in resource:
            resource[new] = resource.pop(old)


def single(resource: Json, *names: str) -> None:
    """Keeps the first of each list."""
    for name in names:
        if isinstance(resource.get(name), list):
            resource[name] = resource[name][0]


def drop(resource: Json, *names: str) -> None:
    for name in names:
        resource.pop(name, None)


def map_code(resource: Json, name: str, codes: dict[str, str]) -> None:
    """Replaces a code by what another version calls it."""
    if name in resource:
        resource[name] = codes.get(resource[name], resource[name])


def code_of(concept: Any) -> str:
    """The code of a CodeableConcept, or the code itself."""
    return concept if isinstance(concept, str) else concept["coding"][0]["code"]


def to_code(resource: Json, name: str, codes: dict[str, str] | None = None) -> None:
    """Makes a code of a CodeableConcept."""
    if name in resource:
        code = code_of(resource[name])
        resource[name] = (codes or {}).get(code, code)


def one_dose(dosage: Json) -> None:
    """Before R4 a dosage had one dose and one rate, among its own elements."""
    for rate in dosage.pop("doseAndRate", [])[:1]:
        dosage.update({name: value for name, value in rate.items() if name != "type"})


def serial_number_as_identifier(device: Json) -> None:
    if "serialNumber" in device:
        device.setdefault("identifier", []).append({"value": device.pop("serialNumber")})
