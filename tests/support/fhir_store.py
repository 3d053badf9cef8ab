"""FHIR resources in memory, of one version, with the read and search interactions of an EHR."""

import copy
import re
from collections.abc import Iterable, Iterator
from urllib.parse import urlencode

from fhir_search import matches, sorted_by_key
from fhir_search_parameters import (
    OFFSET_PARAMETER,
    Json,
    Query,
    SearchError,
    check_query,
    parse_query,
)
from fhir_search_versions import search_parameters, sort_keys


class FhirStore:
    """A set of resources that can be read and searched as the version of FHIR has it."""

    def __init__(self, resources: Iterable[Json], version: str = "4.0.1"):
        self.version = version
        self._resources: dict[tuple[str, str], Json] = {}
        for resource in resources:
            self._resources[resource["resourceType"], resource["id"]] = resource

    def __iter__(self) -> Iterator[Json]:
        return iter(self._resources.values())

    def read(self, resource_type: str, resource_id: str) -> Json | None:
        return self._resources.get((resource_type, resource_id))

    def search(self, resource_type: str, query: Query) -> list[Json]:
        """Every matching resource, sorted as asked."""
        self._check(resource_type, query)
        known = search_parameters(resource_type, self.version)
        criteria = [(known[name], value) for name, value in query if name in known]
        found = [
            resource
            for resource in self
            if resource["resourceType"] == resource_type
            and all(matches(resource, parameter, value) for parameter, value in criteria)
        ]
        for key in reversed(sort_keys(query, self.version)):
            if key:
                found = sorted_by_key(found, key, known)
        return found

    def _check(self, resource_type: str, query: Query) -> list[str]:
        """Raises SearchError unless the query is answerable; returns warnings."""
        is_dstu2 = self.version.startswith("1.")
        plain = [("_sort" if is_dstu2 and name in ("_sort:asc", "_sort:desc") else name, value)
                 for name, value in query]
        return check_query(resource_type, plain, search_parameters(resource_type, self.version))

    def searchset(self, base_url: str, resource_type: str, query: Query,
                  page_size: int | None = None) -> Json:
        """One page of matches as a Bundle, with a next link if there are more.

        The page holds `_count` matches, but at most `page_size`; all if neither says.
        """
        warnings = self._check(resource_type, query)
        matches = self.search(resource_type, query)
        count = _natural_number(_last(query, "_count", str(len(matches))), "_count")
        count = min(count, page_size or count)
        offset = _natural_number(_last(query, OFFSET_PARAMETER, "0"), OFFSET_PARAMETER)
        elements = _last(query, "_elements", "")
        page = matches[offset:offset + count]

        address = f"{base_url}/{resource_type}"
        bundle: Json = {
            "resourceType": "Bundle",
            "type": "searchset",
            "total": len(matches),
            "link": [{"relation": "self", "url": f"{address}?{urlencode(query)}"}],
        }
        if page and offset + count < len(matches):
            following = [(name, value) for name, value in query
                         if name not in ("_count", OFFSET_PARAMETER)]
            following += [("_count", str(count)), (OFFSET_PARAMETER, str(offset + count))]
            bundle["link"].append({"relation": "next", "url": f"{address}?{urlencode(following)}"})
        entries = [
            {
                "fullUrl": f"{address}/{match['id']}",
                "resource": _elements_of(match, elements.split(",")) if elements else match,
                "search": {"mode": "match"},
            }
            for match in page
        ]
        entries += [
            {
                "resource": operation_outcome("warning", "not-supported", warning),
                "search": {"mode": "outcome"},
            }
            for warning in warnings
        ]
        if entries:
            bundle["entry"] = entries
        return bundle

    def answer(self, base_url: str, request: str, page_size: int | None = None) -> Json | None:
        """Answers a relative URL, `Type/id` or `Type?query`; None when a read finds nothing."""
        path, _, query = request.partition("?")
        if "?" in request:
            return self.searchset(base_url, path, parse_query(query), page_size)
        resource_type, _, resource_id = path.partition("/")
        if not re.fullmatch(r"[A-Za-z0-9.-]+", resource_id):
            raise SearchError(f"not a read or a search: '{request}'")
        search_parameters(resource_type, self.version)
        return self.read(resource_type, resource_id)


def operation_outcome(severity: str, code: str, text: str) -> Json:
    return {
        "resourceType": "OperationOutcome",
        "issue": [{"severity": severity, "code": code, "details": {"text": text}}],
    }


def patient_references(resource: Json) -> list[Json]:
    """The Reference objects by which a resource says whose it is."""
    holders = [resource, *(item for item in resource.get("participant", [])
                           if isinstance(item, dict))]
    found = [holder[name] for holder in holders for name in ("subject", "patient", "actor")
             if isinstance(holder.get(name), dict)]
    return [ref for ref in found if "Patient/" in ref.get("reference", "")]


def _elements_of(resource: Json, names: list[str]) -> Json:
    """The resource cut down to the named elements, marked as incomplete."""
    kept = {name: value for name, value in resource.items()
            if name in ("resourceType", "id", "meta")
            or any(name == wanted or re.fullmatch(wanted + "[A-Z].*", name) for wanted in names)}
    meta = copy.deepcopy(kept.get("meta", {}))
    meta.setdefault("tag", []).append(_SUBSETTED)
    return kept | {"meta": meta}


_SUBSETTED = {
    "system": "http://terminology.hl7.org/CodeSystem/v3-ObservationValue",
    "code": "SUBSETTED",
}


def _last(query: Query, name: str, default: str) -> str:
    return ([value for key, value in query if key == name] or [default])[-1]


def _natural_number(text: str, name: str) -> int:
    if not text.isdecimal():
        raise SearchError(f"{name} must be a whole number, not '{text}'")
    return int(text)
