"""Checks of the answer to a service call; the entry is conformance.check_response."""

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from conformance_parts import (
    Json,
    Violation,
    coding_of,
    context_of,
    draft_orders,
    empty_members,
    extensions_in,
    is_safe_url,
    local_reference,
    markdown,
    no_html,
    repeated_uuids,
    required_string,
    strings,
    uuid_of,
)
from expectations import BASIS, INDICATORS, basis_of, objects_in

SUMMARY_LIMIT = 139  # Unicode code points: "fewer than 140 characters"
REQUEST_TYPES = ("CommunicationRequest", "DeviceRequest", "MedicationRequest", "NutritionOrder",
                 "ServiceRequest", "Task", "VisionPrescription")
_TOPIC_CODE = re.compile(r"[A-Za-z0-9]{1,100}")
_RELATIVE_REFERENCE = re.compile(r"[A-Z][A-Za-z]+/[^/\s]+")


def check(body: Any, request: Json) -> Iterator[Violation]:
    if not isinstance(body, dict) or not isinstance(body.get("cards"), list):
        yield Violation("R90", "$", "expected an object with the array 'cards'")
        return
    yield from empty_members(body, "", may_be_empty={"cards"})
    if "systemActions" in body:
        yield Violation("R146", "systemActions", "not agreed with this client")
    yield from extensions_in(body, "")
    yield from _uncalled_for(body["cards"], request)
    for index, card in enumerate(body["cards"]):
        path = f"cards[{index}]"
        if isinstance(card, dict):
            yield from _card(card, path, request)
        else:
            yield Violation("R90", path, "expected an object")
    yield from repeated_uuids(body)


def _uncalled_for(cards: list[Any], request: Json) -> Iterator[Violation]:
    """Cards that the hook forbids: for patients as users, and about orders that were not selected."""
    context = context_of(request)
    user_type = str(context.get("userId")).rpartition("/")[0].rpartition("/")[2]
    if cards and request.get("hook") == "patient-view" and user_type in ("Patient", "RelatedPerson"):
        yield Violation("R152", "cards", f"clinicians' cards are shown to a {user_type}")
    if cards and request.get("hook") == "order-select":
        selections = context.get("selections")
        selected = {"/".join(str(text).partition("/_history/")[0].split("/")[-2:]) for text in selections or []}
        if not selected & draft_orders(request) and all("/" in name for name in selected):
            yield Violation("R151", "cards", "none of the draft orders is selected")


def _card(card: Json, path: str, request: Json) -> Iterator[Violation]:
    yield from uuid_of("R100", card, path)
    yield from required_string("R101", card, "summary", path)
    summary = card.get("summary")
    if isinstance(summary, str):
        if len(summary) > SUMMARY_LIMIT:
            problem = f"{len(summary)} characters, at most {SUMMARY_LIMIT} are allowed"
            yield Violation("R101", f"{path}.summary", problem)
        if "\n" in summary:
            yield Violation("R101", f"{path}.summary", "more than one line")
        yield from no_html("R101", summary, f"{path}.summary")
    if "detail" in card:
        yield from required_string("R102", card, "detail", path)
        yield from markdown(card["detail"], f"{path}.detail")
    if card.get("indicator") not in INDICATORS:
        found = card.get("indicator")
        yield Violation("R103", f"{path}.indicator", f"{found!r} is not one of {INDICATORS}")
    yield from _source(card.get("source"), f"{path}.source")
    yield from _suggestions(card, path, request)
    yield from _override_reasons(card, path)
    yield from _links(card, path, request)
    yield from _basis(card, path)


def _source(source: Any, path: str) -> Iterator[Violation]:
    if not isinstance(source, dict):
        yield Violation("R104", path, "expected an object")
        return
    yield from required_string("R110", source, "label", path)
    for requirement, name in (("R111", "url"), ("R112", "icon")):
        if name in source and not is_safe_url(source[name]):
            yield Violation(requirement, f"{path}.{name}", "expected an absolute https URL")
    topic = source.get("topic")
    if not isinstance(topic, dict):
        yield Violation("R113", f"{path}.topic", "expected a Coding")
        return
    yield from coding_of("R113", topic, f"{path}.topic")
    code = topic.get("code")
    if isinstance(code, str) and not _TOPIC_CODE.fullmatch(code):
        yield Violation("R113", f"{path}.topic.code", "expected 1 to 100 letters and digits")


def _suggestions(card: Json, path: str, request: Json) -> Iterator[Violation]:
    suggestions = card.get("suggestions")
    behavior = card.get("selectionBehavior")
    if suggestions is None:
        if behavior is not None:
            yield Violation("R106", f"{path}.selectionBehavior", "there are no suggestions")
        return
    if behavior not in ("any", "at-most-one"):
        yield Violation("R106", f"{path}.selectionBehavior",
                        f"{behavior!r} is not 'any' or 'at-most-one'")
    if not isinstance(suggestions, list):
        yield Violation("R105", f"{path}.suggestions", "expected an array")
        return
    for index, suggestion in enumerate(suggestions):
        here = f"{path}.suggestions[{index}]"
        if isinstance(suggestion, dict):
            yield from _suggestion(suggestion, here, request)
        else:
            yield Violation("R105", here, "expected an object")
    recommended = sum(suggestion.get("isRecommended") is True
                      for suggestion in objects_in(card, "suggestions"))
    if recommended > 1 and behavior != "any":
        yield Violation("R122", f"{path}.suggestions", f"{recommended} are recommended")


def _suggestion(suggestion: Json, path: str, request: Json) -> Iterator[Violation]:
    yield from required_string("R120", suggestion, "label", path)
    yield from no_html("R120", suggestion.get("label"), f"{path}.label")
    yield from uuid_of("R121", suggestion, path)
    if not isinstance(suggestion.get("isRecommended", True), bool):
        yield Violation("R122", f"{path}.isRecommended", "expected a boolean")
    if "actionSelectionBehavior" in suggestion:
        yield Violation("R124", f"{path}.actionSelectionBehavior", "not known to be supported")
    actions = suggestion.get("actions")
    if not isinstance(actions, list) or not actions:
        yield Violation("R123", f"{path}.actions", "expected at least one action")
        return
    for index, action in enumerate(actions):
        here = f"{path}.actions[{index}]"
        if not isinstance(action, dict):
            yield Violation("R130", here, "expected an object")
            continue
        others = json.dumps([other for other in actions if other is not action])
        yield from _action(action, here, request, others)


def _action(action: Json, path: str, request: Json, others: str) -> Iterator[Violation]:
    yield from required_string("R131", action, "description", path)
    yield from no_html("R131", action.get("description"), f"{path}.description")
    resource = action.get("resource")
    kind = action.get("type")
    if kind in ("create", "update"):
        if not isinstance(resource, dict) or not isinstance(resource.get("resourceType"), str):
            yield Violation("R132", f"{path}.resource", "expected a FHIR resource")
        elif kind == "create":
            yield from _created(resource, f"{path}.resource", request, others)
        elif local_reference(resource) not in draft_orders(request):
            yield Violation("R132", f"{path}.resource", f"{local_reference(resource)} is no draft order")
    elif kind == "delete":
        target = action.get("resourceId")
        if not isinstance(target, str) or not _RELATIVE_REFERENCE.fullmatch(target):
            yield Violation("R133", f"{path}.resourceId", "expected Type/id")
        elif target not in draft_orders(request):
            yield Violation("R133", f"{path}.resourceId", f"{target} is no draft order")
        if "resource" in action:
            yield Violation("R133", f"{path}.resource", "not allowed in a delete")
    else:
        yield Violation("R130", f"{path}.type", f"{kind!r} is not create, update or delete")


def _created(resource: Json, path: str, request: Json, others: str) -> Iterator[Violation]:
    """A proposed resource: an order in draft, for the patient of the call."""
    if "id" in resource and f"{resource['resourceType']}/{resource['id']}" not in others:
        yield Violation("R134", f"{path}.id", "ids are assigned by the server of the client")
    if resource["resourceType"] in REQUEST_TYPES:
        if resource.get("status") != "draft":
            yield Violation("R134", f"{path}.status", f"{resource.get('status')!r} is not 'draft'")
        if resource.get("intent") not in ("proposal", "order"):
            yield Violation("R134", f"{path}.intent",
                            f"{resource.get('intent')!r} is not 'proposal' or 'order'")
    patient = f"Patient/{context_of(request).get('patientId')}"
    subject = resource.get("subject", resource.get("patient", resource.get("for")))
    reference = subject.get("reference") if isinstance(subject, dict) else None
    if reference != patient:
        yield Violation("R134", f"{path}.subject", f"{reference!r} is not '{patient}'")


def _override_reasons(card: Json, path: str) -> Iterator[Violation]:
    reasons = card.get("overrideReasons", [])
    if not isinstance(reasons, list):
        yield Violation("R107", f"{path}.overrideReasons", "expected an array")
        return
    for index, reason in enumerate(reasons):
        here = f"{path}.overrideReasons[{index}]"
        if isinstance(reason, dict):
            yield from coding_of("R107", reason, here)
            yield from required_string("R107", reason, "display", here)
        else:
            yield Violation("R107", here, "expected a Coding")
    codes = [(str(reason.get("system")), str(reason.get("code")))
             for reason in objects_in(card, "overrideReasons")]
    if len(set(codes)) < len(codes):
        yield Violation("R107", f"{path}.overrideReasons", "codes are repeated")


def _links(card: Json, path: str, request: Json) -> Iterator[Violation]:
    links = card.get("links", [])
    if not isinstance(links, list):
        yield Violation("R108", f"{path}.links", "expected an array")
        return
    patient_id = context_of(request).get("patientId")
    for index, link in enumerate(links):
        here = f"{path}.links[{index}]"
        if not isinstance(link, dict):
            yield Violation("R140", here, "expected an object")
            continue
        for name in ("label", "url", "type"):
            yield from required_string("R140", link, name, here)
        if link.get("type") not in ("absolute", "smart"):
            yield Violation("R140", f"{here}.type", "expected 'absolute' or 'smart'")
        if not is_safe_url(link.get("url")):
            yield Violation("R140", f"{here}.url", "expected an absolute https URL")
        if "appContext" in link and link.get("type") != "smart":
            yield Violation("R141", f"{here}.appContext", "only for smart links")
        if "autolaunchable" in link:
            yield Violation("R142", f"{here}.autolaunchable", "not agreed with this client")
        if patient_id and re.search(rf"\b{re.escape(str(patient_id))}\b", str(link.get("url"))):
            yield Violation("R143", f"{here}.url", "names the patient")


def _basis(card: Json, path: str) -> Iterator[Violation]:
    """The extension by which this project says why a card is shown."""
    here = f"{path}.extension.{BASIS}"
    basis = basis_of(card)
    if not basis:
        yield Violation("R109", here, "every card must say its basis")
        return
    for name in ("guideline", "version"):
        yield from required_string("R109", basis, name, here)
    for name, required in (("rules", True), ("advice", True), ("unknown", False)):
        words = basis.get(name)
        if words is None and not required:
            continue
        if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
            yield Violation("R109", f"{here}.{name}", "expected an array of strings")
    facts = basis.get("facts", [])
    for index, fact in enumerate(facts if isinstance(facts, list) else [facts]):
        if not isinstance(fact, dict) or "name" not in fact or "value" not in fact:
            yield Violation("R109", f"{here}.facts[{index}]", "expected {name, value, ...}")


def leaks(body: Any, request: Json, canaries: Iterable[str]) -> Iterator[Violation]:
    """No token and no free text of the record may come back to the screen."""
    authorization = request.get("fhirAuthorization")
    token = authorization.get("access_token") if isinstance(authorization, dict) else None
    for path, text in strings(body, ""):
        if token and token in text:
            yield Violation("R78", path, "repeats the access token")
        for canary in canaries:
            if canary in text:
                yield Violation("R102", path, f"repeats free text of the request: {canary!r}")
