"""Whether a FHIR resource matches a search parameter, and the order of what was found."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from typing import Any

from fhir_search_parameters import Json, SearchError, SearchParameter


def matches(resource: Json, parameter: SearchParameter, value: str) -> bool:
    """True if one of the comma-separated alternatives matches one of the elements."""
    matcher = {"token": _token_matches, "reference": _reference_matches,
               "date": _date_matches}[parameter.kind]
    found = [item for element in parameter.elements for item in _values(resource, element)]
    alternatives = re.split(r"(?<!\\),", value)
    return any(matcher(item, alternative) for alternative in alternatives for item in found)


def _values(resource: Json, path: str) -> list[Any]:
    """The values at a dotted path; lists are flattened; the last step may be a choice type."""
    found: list[Any] = [resource]
    for step in path.split("."):
        children = []
        for holder in found:
            if isinstance(holder, dict):
                children += [value for name, value in holder.items()
                             if name == step or re.fullmatch(step + r"[A-Z]\w*", name)
                             and name.removeprefix(step) in _CHOICE_TYPES]
        found = [item for child in children
                 for item in (child if isinstance(child, list) else [child])]
    return found


_CHOICE_TYPES = {"DateTime", "Period", "Instant", "Date", "CodeableConcept", "Reference"}


def _token_matches(value: Any, alternative: str) -> bool:
    system, bar, code = alternative.rpartition("|")
    for found_system, found_code in _codes(value):
        if code and code != found_code:
            continue
        if not bar or system == (found_system or "") or found_system == _IMPLIED_SYSTEM:
            return True
    return False


_IMPLIED_SYSTEM = object()  # an element of type code: its system is fixed by its value set


def _codes(value: Any) -> Iterator[tuple[Any, str]]:
    if isinstance(value, str):
        yield _IMPLIED_SYSTEM, value
    elif isinstance(value, dict) and "coding" in value:
        for coding in value["coding"]:
            yield coding.get("system"), coding.get("code", "")
    elif isinstance(value, dict):  # Coding or Identifier
        yield value.get("system"), value.get("code", value.get("value", ""))


def _reference_matches(value: Any, alternative: str) -> bool:
    target = value.get("reference", "") if isinstance(value, dict) else ""
    found = target.split("/")[-2:]
    wanted = alternative.split("/")[-2:]
    return found == wanted if len(wanted) == 2 else found[-1:] == wanted


def _date_matches(value: Any, alternative: str) -> bool:
    prefix = alternative[:2] if alternative[:2].isalpha() else "eq"
    wanted_start, wanted_end = _interval(alternative.removeprefix(prefix))
    start, end = _interval(value)
    within = wanted_start <= start and end <= wanted_end
    if prefix == "eq":
        return within
    if prefix in ("gt", "ge"):
        return end > wanted_end or prefix == "ge" and within
    if prefix in ("lt", "le"):
        return start < wanted_start or prefix == "le" and within
    raise SearchError(f"date prefix '{prefix}' is not supported")


_DATE = re.compile(
    r"(?P<year>\d{4})(-(?P<month>\d\d)(-(?P<day>\d\d)"
    r"(T(?P<hour>\d\d):(?P<minute>\d\d)(:(?P<second>\d\d)(\.\d+)?)?(?P<zone>Z|[+-]\d\d:\d\d)?)?)?)?"
)
_EARLIEST = datetime.min.replace(tzinfo=timezone.utc)
_LATEST = datetime.max.replace(tzinfo=timezone.utc)


def _interval(value: Any) -> tuple[datetime, datetime]:
    """The half-open range of instants that a date, dateTime, instant or Period can mean."""
    if isinstance(value, dict):
        start = _interval(value["start"])[0] if "start" in value else _EARLIEST
        end = _interval(value["end"])[1] if "end" in value else _LATEST
        return start, end
    match = _DATE.fullmatch(value)
    if not match:
        raise SearchError(f"'{value}' is not a FHIR date")
    part = match.groupdict()
    number = {name: int(part[name]) for name in ("year", "month", "day", "hour", "minute", "second")
              if part[name]}
    zone = timezone.utc
    if part["zone"] and part["zone"] != "Z":
        sign = 1 if part["zone"][0] == "+" else -1
        hours, minutes = int(part["zone"][1:3]), int(part["zone"][4:6])
        zone = timezone(sign * timedelta(hours=hours, minutes=minutes))
    start = datetime(**({"month": 1, "day": 1} | number), tzinfo=zone)
    if "second" in number:
        return start, start + timedelta(seconds=1)
    if "minute" in number:
        return start, start + timedelta(minutes=1)
    if "day" in number:
        return start, start + timedelta(days=1)
    if "month" in number:
        return start, (start + timedelta(days=31)).replace(day=1)
    return start, start.replace(year=start.year + 1)


def sorted_by_key(found: list[Json], key: str, known: dict[str, SearchParameter]) -> list[Json]:
    """Sorted by one key, `date` or `-date`; resources without a value come last."""
    descending = key.startswith("-")
    name = key.removeprefix("-")
    if name not in known:
        raise SearchError(f"cannot sort by '{name}'")
    parameter = known[name]

    def sort_value(resource: Json) -> Any:
        values = [item for element in parameter.elements for item in _values(resource, element)]
        if not values:
            return None
        if parameter.kind == "date":
            return _interval(values[0])[1 if descending else 0]
        return str(next(_codes(values[0]), ("", ""))[1])

    with_value = [match for match in found if sort_value(match) is not None]
    without = [match for match in found if sort_value(match) is None]
    return sorted(with_value, key=sort_value, reverse=descending) + without
