"""Hook requests as EHRs send them: context, prefetch from templates, access to the FHIR server."""

import copy
import re
import uuid
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import quote

from fhir_search_parameters import Json, SearchError
from fhir_store import operation_outcome
from patient_record import PatientRecord

# Stands in full URLs of prefetched resources when the call grants no FHIR access.
UNREACHABLE_FHIR_BASE = "https://ehr.example.org/fhir/R4"
CLIENT_ID = "bone-health-cds"
GRANTED_SCOPE = "patient/*.read user/Practitioner.read"


class Mode(StrEnum):
    """How an EHR provides the data that a service asks for in its prefetch templates."""

    FULL = "full"        # every key; an empty search is the Bundle that the FHIR server returns
    NULL = "null"        # every key; an empty search is null
    EMPTY = "empty"      # every key; an empty search is a Bundle with "entry": []
    EPIC = "epic"        # every key; an empty search is a Bundle with a warning OperationOutcome
    PAGED = "paged"      # every key; only the first page of a search, with a next link
    MISSING = "missing"  # the chosen keys are left out
    ERROR = "error"      # the chosen keys are OperationOutcomes of severity error
    FHIR = "fhir"        # no prefetch; fhirServer and fhirAuthorization
    NONE = "none"        # no prefetch and no FHIR access


@dataclass(frozen=True)
class FhirAccess:
    """What the EHR grants to the service; without a token the server is open to all."""

    base_url: str
    access_token: str | None = None
    expires_in: int = 300


class PrefetchError(ValueError):
    """A prefetch template that no EHR could fill."""


def hook_request(service: Json, record: PatientRecord, *, mode: Mode = Mode.FULL,
                 keys: Collection[str] = (), fhir_access: FhirAccess | None = None,
                 page_size: int = 1, hook_instance: str | None = None) -> Json:
    """The JSON body with which an EHR calls a service listed by discovery.

    keys: which prefetch keys Mode.MISSING and Mode.ERROR concern; none means all of them.
    fhir_access: demanded by Mode.FHIR, allowed with every mode but Mode.NONE.
    """
    request: Json = {
        "hook": service["hook"],
        "hookInstance": hook_instance or str(uuid.uuid4()),
        "context": _context(service["hook"], record),
    }
    if mode == Mode.FHIR and fhir_access is None:
        raise ValueError("mode fhir needs FHIR access")
    if fhir_access and mode != Mode.NONE:
        request["fhirServer"] = fhir_access.base_url
        if fhir_access.access_token:
            request["fhirAuthorization"] = {
                "access_token": fhir_access.access_token,
                "token_type": "Bearer",
                "expires_in": fhir_access.expires_in,
                "scope": GRANTED_SCOPE,
                "subject": CLIENT_ID,
                "patient": record.patient_id,
            }
    if mode not in (Mode.FHIR, Mode.NONE):
        base_url = fhir_access.base_url if fhir_access else UNREACHABLE_FHIR_BASE
        request["prefetch"] = {
            key: value
            for key, template in service.get("prefetch", {}).items()
            for value in _prefetched(template, record, request["context"], base_url, mode,
                                     key in keys or not keys, page_size)
        }
    return request


def _context(hook: str, record: PatientRecord) -> Json:
    context: Json = {"userId": record.user_id, "patientId": record.patient_id}
    if record.encounter_id:
        context["encounterId"] = record.encounter_id
    if hook in ("order-sign", "order-select"):
        context["draftOrders"] = copy.deepcopy(record.draft_orders)
    if hook == "order-select":
        context["selections"] = [f"{order['resourceType']}/{order['id']}"
                                 for order in record.orders]
    return context


def _prefetched(template: str, record: PatientRecord, context: Json, base_url: str, mode: Mode,
                is_chosen: bool, page_size: int) -> Iterator[Json | None]:
    """Yields the value of one prefetch key, or nothing if the key is left out."""
    query = resolve(template, context)
    if query is None or mode == Mode.MISSING and is_chosen:
        return
    if mode == Mode.ERROR and is_chosen:
        yield operation_outcome("error", "forbidden", "the scope does not allow this query")
        return
    try:
        answer = record.store.answer(base_url, query, page_size if mode == Mode.PAGED else None)
    except SearchError as error:
        raise PrefetchError(f"'{template}': {error}") from error
    if answer is not None and answer["resourceType"] == "Bundle" and answer["total"] == 0:
        answer = _nothing_found(answer, mode)
    yield copy.deepcopy(answer)


def _nothing_found(bundle: Json, mode: Mode) -> Json | None:
    if mode == Mode.NULL:
        return None
    if mode == Mode.EMPTY:
        return {"resourceType": "Bundle", "type": "searchset", "total": 0, "entry": []}
    if mode == Mode.EPIC:
        outcome = operation_outcome("warning", "processing", "Resource request returns no results.")
        return bundle | {"entry": [{"resource": outcome, "search": {"mode": "outcome"}}]}
    return bundle


_TOKEN = re.compile(r"\{\{\s*(.*?)\s*\}\}")
_USER_TOKENS = {
    "userPatientId": "Patient",
    "userPractitionerId": "Practitioner",
    "userPractitionerRoleId": "PractitionerRole",
    "userRelatedPersonId": "RelatedPerson",
}


def resolve(template: str, context: Json) -> str | None:
    """The query that a prefetch template asks for; None if one of its tokens has no value."""
    values = [_token_value(token, context) for token in _TOKEN.findall(template)]
    if None in values:
        return None
    in_order = iter(values)
    return _TOKEN.sub(lambda _: quote(str(next(in_order)), safe="/"), template)


def _token_value(token: str, context: Json) -> str | None:
    if token in _USER_TOKENS:
        user_type, _, user_id = context["userId"].partition("/")
        return user_id if user_type == _USER_TOKENS[token] else None
    name = re.fullmatch(r"context\.(\w+)", token)
    value = context.get(name[1]) if name else None
    if name is None or isinstance(value, (dict, list)):
        raise PrefetchError(f"'{{{{{token}}}}}' is not a prefetch token that every EHR resolves")
    return value
