"""Checks of the body of a refusal; the entry is conformance.check_error."""

import json
import re
from collections.abc import Iterator
from typing import Any

from conformance_parts import Violation, empty_members
from expectations import objects_in

ISSUE_TYPES = frozenset(
    "invalid structure required value invariant security login unknown expired forbidden suppressed"
    " processing not-supported duplicate multiple-matches not-found deleted too-long code-invalid"
    " extension too-costly business-rule conflict transient lock-error no-store exception timeout"
    " incomplete throttled informational".split())


def check(status: int, body: Any) -> Iterator[Violation]:
    if not 400 <= status <= 599:
        yield Violation("R93", "$", f"{status} is not an error status")
    if status == 401 and not isinstance(body, dict):
        return  # the one error that needs no body
    if not isinstance(body, dict) or body.get("resourceType") != "OperationOutcome":
        yield Violation("R94", "$", "expected an OperationOutcome")
        return
    yield from empty_members(body, "", may_be_empty=set())
    issues = body.get("issue")
    if not isinstance(issues, list) or not issues or not isinstance(issues[0], dict):
        yield Violation("R94", "issue", "expected at least one issue")
        return
    if issues[0].get("severity") not in ("error", "fatal"):
        yield Violation("R94", "issue[0].severity", "expected 'error' or 'fatal'")
    for issue in objects_in(body, "issue"):
        if str(issue.get("code")) not in ISSUE_TYPES:
            yield Violation("R94", "issue.code", f"{issue.get('code')!r} is no IssueType")
    text = json.dumps(body)
    if re.search(r"\.(cpp|cc|h|hpp):\d+|what\(\)|std::|0x[0-9a-f]{6,}", text):
        yield Violation("R200", "issue", "shows the inside of the server")
    if status == 401 and re.search(r"expired|signature|audience|issuer|replay|jti", text, re.I):
        yield Violation("R223", "issue", "tells the caller why it was refused")
