"""What the checks of conformance.py are made of: members, strings, codings, URLs, Markdown."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from expectations import objects_in

Json = dict[str, Any]

_UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
QUALIFIED_NAME = re.compile(r"[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)+")
_HTML_TAG = re.compile(r"<[A-Za-z/!?]")
_MARKDOWN_IMAGE = re.compile(r"!\[[^\]]*\]\(")
_MARKDOWN_LINK = re.compile(r"(?<!!)\[[^\]]*\]\(\s*([^)\s]*)")


@dataclass(frozen=True)
class Violation:
    """One breach of one requirement, at one place of the body."""

    requirement: str
    path: str
    problem: str

    def __str__(self) -> str:
        return f"{self.requirement} {self.path}: {self.problem}"


def empty_members(value: Any, path: str, may_be_empty: set[str]) -> Iterator[Violation]:
    """No member may be null, "", [] or {}, apart from the named exceptions."""
    if isinstance(value, dict):
        for name, member in value.items():
            here = member_path(path, name)
            if member in (None, "", [], {}) and here not in may_be_empty:
                requirement = "R3" if member in ([], {}) else "R2"
                yield Violation(requirement, here, f"{json.dumps(member)} must be left out")
            yield from empty_members(member, here, may_be_empty)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            here = f"{path}[{index}]"
            if item in (None, "", [], {}):
                yield Violation("R2", here, f"{json.dumps(item)} must be left out")
            yield from empty_members(item, here, may_be_empty)


def required_string(requirement: str, holder: Json, name: str, path: str) -> Iterator[Violation]:
    """A required string: present and not only white space (R4)."""
    value = holder.get(name)
    if not isinstance(value, str):
        yield Violation(requirement, f"{path}.{name}", "a string is required")
    elif value and not value.strip():
        yield Violation("R4", f"{path}.{name}", "only white space")


def coding_of(requirement: str, coding: Json, path: str) -> Iterator[Violation]:
    for name in ("code", "system"):
        yield from required_string(requirement, coding, name, path)
    if not isinstance(coding.get("display", ""), str):
        yield Violation("R145", f"{path}.display", "expected a string")


def uuid_of(requirement: str, holder: Json, path: str) -> Iterator[Violation]:
    value = holder.get("uuid")
    if not isinstance(value, str) or not _UUID.fullmatch(value):
        yield Violation(requirement, f"{path}.uuid", f"{value!r} is not a UUID")


def repeated_uuids(body: Json) -> Iterator[Violation]:
    cards = objects_in(body, "cards")
    suggestions = [item for card in cards for item in objects_in(card, "suggestions")]
    uuids = Counter(str(holder["uuid"]).lower() for holder in [*cards, *suggestions]
                    if "uuid" in holder)
    for uuid, count in uuids.items():
        if count > 1:
            yield Violation("R100", "cards", f"uuid {uuid} is used {count} times")


def extension_of(requirement: str, holder: Json, path: str) -> Iterator[Violation]:
    if "extension" not in holder:
        return
    extension, here = holder["extension"], member_path(path, "extension")
    if not isinstance(extension, dict):
        yield Violation(requirement, here, "expected an object, not FHIR's array")
        return
    for name in extension:
        if not QUALIFIED_NAME.fullmatch(name):
            yield Violation("R11", here, f"'{name}' is not a globally unique name")


def extensions_in(value: Any, path: str) -> Iterator[Violation]:
    """The extensions of all objects of CDS Hooks; FHIR resources have their own kind."""
    if isinstance(value, dict):
        is_card = re.fullmatch(r"cards\[\d+\]", path)
        yield from extension_of("R109" if is_card else "R10", value, path)
        for name, member in value.items():
            if name not in ("extension", "resource"):
                yield from extensions_in(member, member_path(path, name))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from extensions_in(item, f"{path}[{index}]")


def markdown(text: Any, path: str) -> Iterator[Violation]:
    if not isinstance(text, str):
        return
    yield from no_html("R102", text, path)
    if _MARKDOWN_IMAGE.search(text):
        yield Violation("R102", path, "contains an image")
    for url in _MARKDOWN_LINK.findall(text):
        if not is_safe_url(url):
            yield Violation("R102", path, f"links to '{url}'")


def no_html(requirement: str, text: Any, path: str) -> Iterator[Violation]:
    if isinstance(text, str) and _HTML_TAG.search(text):
        yield Violation(requirement, path, "contains HTML")


def is_safe_url(url: Any) -> bool:
    """An absolute https URL; plain http only on the loopback interface."""
    if not isinstance(url, str):
        return False
    parts = urlsplit(url)
    if parts.scheme == "https":
        return bool(parts.hostname)
    return parts.scheme == "http" and parts.hostname in ("127.0.0.1", "localhost", "::1")


def draft_orders(request: Json) -> set[str]:
    entries = objects_in(context_of(request).get("draftOrders"), "entry")
    return {local_reference(entry["resource"]) for entry in entries
            if isinstance(entry.get("resource"), dict)}


def context_of(request: Json) -> Json:
    context = request.get("context")
    return context if isinstance(context, dict) else {}


def local_reference(resource: Json) -> str:
    return f"{resource.get('resourceType')}/{resource.get('id')}"


def member_path(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


def strings(value: Any, path: str) -> Iterator[tuple[str, str]]:
    """Every string of a body, member names included, with its path."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for name, member in value.items():
            here = member_path(path, name)
            yield here, name
            yield from strings(member, here)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from strings(item, f"{path}[{index}]")
