"""Checks of discovery and of prefetch templates; the entry is conformance.check_discovery."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from conformance_parts import (
    QUALIFIED_NAME,
    Json,
    Violation,
    empty_members,
    extension_of,
    required_string,
)
from expectations import objects_in
from fhir_search_parameters import SearchError, check_query, parse_query

HOOK_VERSIONS = {
    "appointment-book": "1.0",
    "encounter-discharge": "1.0",
    "encounter-start": "1.0",
    "medication-refill": "0.1.0",
    "order-dispatch": "1.1",
    "order-select": "1.0",
    "order-sign": "1.0",
    "patient-view": "1.0",
}
PREFETCH_TOKENS = {
    "context.encounterId",
    "context.patientId",
    "context.userId",
    "userPatientId",
    "userPractitionerId",
    "userPractitionerRoleId",
    "userRelatedPersonId",
}

_SEMVER = re.compile(r"\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?(\+[0-9A-Za-z.-]+)?")
_SERVICE_ID = re.compile(r"[A-Za-z0-9.-]+")
QUALIFIED_NAME = re.compile(r"[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)+")
_TOKEN = re.compile(r"\{\{(.*?)\}\}")


def check(body: Any) -> Iterator[Violation]:
    if not isinstance(body, dict) or not isinstance(body.get("services"), list):
        yield Violation("R21", "$", "expected an object with the array 'services'")
        return
    yield from empty_members(body, "", may_be_empty={"services"})
    for index, service in enumerate(body["services"]):
        path = f"services[{index}]"
        if isinstance(service, dict):
            yield from _service(service, path)
        else:
            yield Violation("R21", path, "expected an object")
    ids = Counter(str(service.get("id")) for service in objects_in(body, "services"))
    for service_id, count in ids.items():
        if count > 1:
            yield Violation("R31", "services", f"id '{service_id}' is listed {count} times")


def _service(service: Json, path: str) -> Iterator[Violation]:
    for requirement, name in (("R23", "hook"), ("R24", "title"), ("R25", "description"),
                              ("R26", "id")):
        yield from required_string(requirement, service, name, path)
    hook = service.get("hook")
    if isinstance(hook, str) and hook not in HOOK_VERSIONS and not QUALIFIED_NAME.fullmatch(hook):
        yield Violation("R23", f"{path}.hook", f"'{hook}' is not a published hook")
    service_id = service.get("id")
    if isinstance(service_id, str) and not _SERVICE_ID.fullmatch(service_id):
        yield Violation("R26", f"{path}.id", f"'{service_id}' needs escaping in a URL")
    if "usageRequirements" in service:
        yield from required_string("R28", service, "usageRequirements", path)
    if "version" in service and not _SEMVER.fullmatch(str(service["version"])):
        yield Violation("R29", f"{path}.version", "expected a semantic version of CDS Hooks")
    if "hookVersion" in service and service["hookVersion"] != HOOK_VERSIONS.get(str(hook)):
        yield Violation("R30", f"{path}.hookVersion", f"not the published version of '{hook}'")
    yield from extension_of("R34", service, path)
    prefetch = service.get("prefetch", {})
    if not isinstance(prefetch, dict):
        yield Violation("R27", f"{path}.prefetch", "expected an object")
        return
    for key, template in prefetch.items():
        yield from _prefetch_template(template, f"{path}.prefetch.{key}")


def _prefetch_template(template: Any, path: str) -> Iterator[Violation]:
    """A template must be answerable by an EHR that knows only tokens and plain R4 search."""
    if not isinstance(template, str):
        yield Violation("R27", path, "expected a string")
        return
    if template.startswith("/") or re.match(r"\w+:", template):
        yield Violation("R27", path, "expected a relative URL without leading slash")
        return
    for found in _TOKEN.findall(template):
        if found.strip() in PREFETCH_TOKENS:
            continue
        if "today()" in found:
            requirement = "R72"
        else:
            requirement = "R73" if re.search(r"[(%|]", found) else "R70"
        yield Violation(requirement, path, f"'{found}' is not a token every client resolves")
    if re.search(r"[{}]", _TOKEN.sub("", template)):
        yield Violation("R70", path, "unbalanced token braces")

    resolved = _TOKEN.sub("x", template)
    address, question_mark, query_text = resolved.partition("?")
    if not question_mark:
        yield from _read_template(template, resolved, path)
        return
    query = parse_query(query_text)
    for name, count in Counter(name for name, _ in query).items():
        if count > 1:
            yield Violation("R75", path, f"parameter '{name}' is repeated")
        base = name.partition(":")[0]
        if name == "sort:desc" or name == "sort:asc":
            yield Violation("R75", path, f"'{name}' is not FHIR R4 syntax")
        elif name != base or "." in base or base in ("_include", "_revinclude"):
            yield Violation("R74", path, f"'{name}' is outside the prefetch query subset")
    plain = [(name, value) for name, value in query if ":" not in name and "." not in name]
    try:
        check_query(address, plain)
    except SearchError as error:
        yield Violation("R27", path, str(error))


def _read_template(template: str, resolved: str, path: str) -> Iterator[Violation]:
    if template.replace(" ", "") == "{{context.userId}}":
        return  # "Type/id" by itself
    if not re.fullmatch(r"[A-Z][A-Za-z]+/[A-Za-z0-9.-]+", resolved):
        yield Violation("R27", path, "expected Type/id or Type?query")
