"""Checks what a CDS Service sends against the CDS Hooks specification.

    violations = check_response(body, request)
    for violation in violations:
        print(violation)         # R101 cards[0].summary: 150 characters, at most 139 are allowed

R numbers count the requirements of https://cds-hooks.hl7.org in the order of its sections. Bodies
are parsed JSON. The checks are strict: what a service SHOULD do is demanded as well.
"""

from collections.abc import Iterable
from typing import Any

import conformance_cards
import conformance_discovery
import conformance_errors
from conformance_parts import Json, Violation


def check_discovery(body: Any) -> list[Violation]:
    """Checks the answer to GET {base}/cds-services."""
    return list(conformance_discovery.check(body))


def check_response(body: Any, request: Json, canaries: Iterable[str] = ()) -> list[Violation]:
    """Checks the answer to a service call, status 200.

    canaries: strings planted in the free text of the request; none may come back.
    """
    return [*conformance_cards.check(body, request),
            *conformance_cards.leaks(body, request, canaries)]


def check_error(status: int, body: Any) -> list[Violation]:
    """Checks the body of an answer with a 4xx or 5xx status."""
    return list(conformance_errors.check(status, body))
