"""Values that must not come back, in every string of a call, each of its own so that a leak says where it began.

Two kinds: CANARY is in what nobody may see again; SHOWN in the ids that a card may name: those of the patient, of the
encounter and of the resources that facts came from.
"""

import itertools
import re
from collections.abc import Iterator
from typing import Any

CANARY = "canary"
SHOWN = "shown-id"
# Members whose values the service compares with what it knows: with a canary the call would mean something else.
OF_MEANING = {"resourceType", "system", "code", "status", "intent", "hook", "type", "birthDate", "gender", "reference",
              "relation", "unit", "valueString", "mode", "hookInstance", "priorPrescription"}
DAY = re.compile(r"\d{4}(-\d{2}){0,2}(T.*)?$")
_numbers = itertools.count(1)


def canary() -> str:
    """A new one; as an id, a code or a token it would be well-formed."""
    return f"{CANARY}-{next(_numbers)}"


def with_canaries(value: Any, name: str = "") -> Any:
    """The value with a canary in each string that need not be what it is, and more of them in each resource."""
    if isinstance(value, list):
        return [with_canaries(item, name) for item in value]
    if isinstance(value, str):
        return value if name in OF_MEANING or name == "id" or DAY.match(value) else canary()
    if not isinstance(value, dict):
        return value
    changed = {key: with_canaries(member, key) for key, member in value.items()}
    if changed.get("resourceType") not in (None, "Bundle"):
        changed |= _telling(changed)
    return changed


def _telling(resource: Any) -> Any:
    """What people write into resources, and who they are."""
    more: Any = {"text": {"status": "generated", "div": f"<div>{canary()}</div>"}, "language": canary(),
                 "identifier": [{"system": f"urn:{canary()}", "value": canary()}], canary(): canary(),
                 "extension": [{"url": f"http://example.org/{canary()}", "valueString": canary()}]}
    if resource["resourceType"] == "Patient":
        more |= {"name": [{"family": canary(), "given": [canary()]}], "telecom": [{"value": canary()}],
                 "address": [{"line": [canary()], "city": canary(), "postalCode": canary()}],
                 "contact": [{"name": {"text": canary()}}], "photo": [{"data": canary(), "title": canary()}]}
    else:
        more |= {"note": [{"text": canary(), "authorString": canary()}], "performer": [{"display": canary()}]}
    return more


def with_marked_ids(text: str, ids: Iterator[str] | list[str]) -> str:
    """JSON in which these ids, wherever they stand, are marked as those that may be shown."""
    for old in sorted(set(ids), key=len, reverse=True):
        text = re.sub(rf'(?<=["/]){re.escape(old)}(?=["/])', f"{SHOWN}-{old}", text)
    return text


def ids_in(value: Any) -> Iterator[str]:
    """The ids of all resources."""
    if isinstance(value, dict):
        if "resourceType" in value and isinstance(value.get("id"), str):
            yield value["id"]
        for member in value.values():
            yield from ids_in(member)
    elif isinstance(value, list):
        for item in value:
            yield from ids_in(item)
