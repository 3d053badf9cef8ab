"""Distinct calls of order-sign of a given size, made of the golden patients, with all that is asked for prefetched.

Every body is another patient: other ids, names, order of resources, numbers of laboratory values, and another call.
Smaller bodies lack what no card needs; larger ones hold what decades of care leave behind: further conditions, drugs,
encounters, procedures and laboratory values, of which few concern the service. The same seed makes the same bodies.
"""

import json
import random
import sys
import uuid
from collections.abc import Iterator
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(TESTS / "support"))

from fhir_search_parameters import Json  # noqa: E402
from history import HISTORY, Resource  # noqa: E402
from hook_request import Mode, hook_request  # noqa: E402
from patient_record import PatientRecord  # noqa: E402

COUNT = 256
SEED = 20260615
# Kilobytes of a body.
SIZES = (5, 20, 60)
LARGE_SIZES = (200, 500)
FAMILIES = ("Eastlake", "Rowan", "Okafor", "Lindqvist", "Marchetti", "Nakagawa", "Dubois", "Haverford")
GIVEN = ("Fern", "Ada", "Ines", "Ruth", "Mei", "Olga", "Nora", "Thea")
# What may go first, where a body must be small: the least needed first.
DISPENSABLE = ("encounters", "labs", "observations", "conditions", "medications")


def bodies(service: Json, kilobytes: int) -> Iterator[str]:
    """COUNT bodies of about so many kilobytes, each a line of JSON; `service` as discovery lists it."""
    records = [PatientRecord.load(path) for path in sorted((TESTS / "patients").glob("*.json"))]
    chance = random.Random(f"{SEED} {kilobytes}")
    for number in range(COUNT):
        yield _body(service, records[number % len(records)], number, kilobytes * 1000, chance)


def _body(service: Json, record: PatientRecord, number: int, size: int, chance: random.Random) -> str:
    call = uuid.UUID(int=chance.getrandbits(128), version=4)
    request = _of_another(record.patient_id, f"p{number:03d}{chance.getrandbits(24):06x}",
                          hook_request(service, record, mode=Mode.NULL, hook_instance=str(call)))
    _rename(request["prefetch"]["patient"], chance)
    _vary_values(request["prefetch"], chance)
    if len(_text(request)) > size:
        _strip(request)
    while len(_text(request)) > size and _drop_one(request["prefetch"]):
        pass
    _grow(request, size, chance)
    for bundle in _bundles(request["prefetch"]):
        chance.shuffle(bundle["entry"])
        bundle["total"] = len(bundle["entry"])
    return _text(request)


def _of_another(patient: str, other: str, request: Json) -> Json:
    """Ids of a patient file all begin with the patient's: another patient has others."""
    return json.loads(_text(request).replace(patient, other))


def _text(value: Json) -> str:
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)


def _bundles(prefetch: Json) -> list[Json]:
    return [value for value in prefetch.values() if value and "entry" in value]


def _rename(patient: Json, chance: random.Random) -> None:
    patient["name"] = [{"use": "official", "family": chance.choice(FAMILIES), "given": [chance.choice(GIVEN)]}]


def _vary_values(prefetch: Json, chance: random.Random) -> None:
    """Laboratory values differ a little, on the same side of every threshold."""
    for entry in (prefetch["labs"] or {}).get("entry", []):
        quantity = entry["resource"].get("valueQuantity", {})
        if isinstance(quantity.get("value"), float):
            quantity["value"] = round(quantity["value"] + chance.choice((0, 0.01, 0.02)), 2)


def _strip(request: Json) -> None:
    """Leaves out of each resource what is only for people and machines that store it."""
    orders = request["context"]["draftOrders"]["entry"]
    orders[:] = [entry for entry in orders if entry["resource"]["resourceType"] != "ServiceRequest"]
    for bundle in (request["context"]["draftOrders"], *_bundles(request["prefetch"])):
        bundle.pop("link", None)  # "self" alone: nothing has further pages
        for entry in bundle["entry"]:
            entry.pop("search", None)
            entry.pop("fullUrl", None)
            for name in ("meta", "category", "recorder", "performer", "requester", "encounter", "dispenseRequest",
                         "recordedDate", "identifier"):
                entry["resource"].pop(name, None)
            _drop_displays(entry["resource"])
    for name in ("meta", "identifier", "telecom", "address"):
        request["prefetch"]["patient"].pop(name, None)


def _drop_displays(value: Json) -> None:
    """What a code means stands in the text beside it."""
    if isinstance(value, dict):
        if "code" in value or "reference" in value:
            value.pop("display", None)
        for inner in value.values():
            _drop_displays(inner)
    elif isinstance(value, list):
        for inner in value:
            _drop_displays(inner)


def _drop_one(prefetch: Json) -> bool:
    for key in DISPENSABLE:
        entries = (prefetch[key] or {}).get("entry", [])
        if len(entries) > (1 if key == "conditions" else 0):
            entries.pop()
            return True
    return False


def _grow(request: Json, size: int, chance: random.Random) -> None:
    """Adds resources of the past until the body is as large as it should be."""
    prefetch, patient = request["prefetch"], request["context"]["patientId"]
    missing = size - len(_text(request))
    number = 0
    while missing > 0:
        key, resource = _of_the_past(patient, number, chance)
        entry = {"fullUrl": f"https://ehr.example.org/fhir/R4/{resource['resourceType']}/{resource['id']}",
                 "resource": resource, "search": {"mode": "match"}}
        if prefetch[key] is None:
            prefetch[key] = {"resourceType": "Bundle", "type": "searchset", "total": 0, "entry": []}
        prefetch[key].setdefault("entry", []).append(entry)
        missing -= len(_text(entry)) + 1
        number += 1


def _of_the_past(patient: str, number: int, chance: random.Random) -> tuple[str, Resource]:
    key, make = chance.choice(HISTORY)
    day = f"{chance.randint(2005, 2023)}-{chance.randint(1, 12):02d}-{chance.randint(1, 28):02d}"
    return key, make(f"{patient}-past-{number}", patient, day, chance)


def write(service: Json, folder: Path, kilobytes: int) -> Path:
    """The file of them, made if it is not there."""
    file = folder / f"bodies-{kilobytes}.jsonl"
    if not file.exists():
        file.write_text("".join(body + "\n" for body in bodies(service, kilobytes)), encoding="utf-8")
    return file
