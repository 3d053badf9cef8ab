"""The ways in which real FHIR servers differ: each is legal or common, and must make no difference."""

import gzip
from collections.abc import Collection
from enum import StrEnum
from typing import TYPE_CHECKING
from urllib.parse import unquote

from fhir_search_parameters import OFFSET_PARAMETER, Json, Query
from fhir_store import operation_outcome

if TYPE_CHECKING:
    from fhir_http import Handler

SMALL_PAGE = 2  # of the quirks about paging, so that little data have many pages
_CHUNK = 1000


class Quirk(StrEnum):
    """How a server may be odd, and right all the same."""

    NO_TOTAL = "no-total"                    # searchsets do not say how many match
    NO_ENTRY = "no-entry"                    # an empty searchset has neither total nor entry
    OLDEST_FIRST = "oldest-first"            # _sort is not honoured, the oldest comes first
    STRICT_PARAMETERS = "strict-parameters"  # 400 for _sort and _count
    BARE_401 = "bare-401"                    # 401 without WWW-Authenticate and OperationOutcome
    OFFSET_PAGING = "offset-paging"          # small pages; links to the next are not encoded
    RELATIVE_NEXT = "relative-next"          # small pages; links to the next are relative
    GZIP = "gzip"                            # compressed when asked for
    CHUNKED = "chunked"                      # Transfer-Encoding instead of Content-Length
    STALE_KEEP_ALIVE = "stale-keep-alive"    # closes after each answer without saying so
    RESET_REUSED = "reset-reused"            # resets a connection that is used again
    THROTTLE_ONCE = "throttle-once"          # each address: 429 the first time, Retry-After: 0
    BUSY_ONCE = "busy-once"                  # the same with 503 and Retry-After: 1


_PAGING = {Quirk.OFFSET_PAGING, Quirk.RELATIVE_NEXT}


def page_size_of(quirks: Collection[Quirk]) -> int | None:
    return SMALL_PAGE if _PAGING & set(quirks) else None


def quirky_query(query: Query, quirks: Collection[Quirk]) -> Query:
    """The search that the server does instead of what it is asked for."""
    if Quirk.OLDEST_FIRST not in quirks:
        return query
    return [(name, value.removeprefix("-") if name == "_sort" else value) for name, value in query]


def is_refused(query: Query, quirks: Collection[Quirk]) -> bool:
    """True of what strict servers refuse; their own links to further pages they answer."""
    names = {name for name, _ in query}
    return (Quirk.STRICT_PARAMETERS in quirks and not names.isdisjoint(("_sort", "_count"))
            and OFFSET_PARAMETER not in names)


def quirky_searchset(bundle: Json, base_url: str, quirks: Collection[Quirk]) -> Json:
    """The Bundle as the server shapes it."""
    shaped = bundle | {"link": [_quirky_link(link, base_url, quirks) for link in bundle["link"]]}
    if Quirk.NO_TOTAL in quirks or Quirk.NO_ENTRY in quirks and not bundle.get("entry"):
        del shaped["total"]
    return shaped


def _quirky_link(link: Json, base_url: str, quirks: Collection[Quirk]) -> Json:
    url = link["url"]
    if link["relation"] == "next":
        if Quirk.OFFSET_PAGING in quirks:
            url = unquote(url)
        if Quirk.RELATIVE_NEXT in quirks:
            url = url.removeprefix(base_url + "/")
    return link | {"url": url}


def answers_first(handler: "Handler") -> bool:
    """True if a quirk has answered instead: the same request again fares better."""
    quirks = handler.fhir.quirks
    if Quirk.THROTTLE_ONCE in quirks:
        status, seconds = 429, "0"
    elif Quirk.BUSY_ONCE in quirks:
        status, seconds = 503, "1"
    else:
        return False
    if not handler.fhir.is_first(handler.path):
        return False
    outcome = operation_outcome("error", "throttled", "not now")
    handler.send_json(status, outcome, {"Retry-After": seconds})
    return True


def refuse_token(handler: "Handler") -> None:
    """Answers a request whose token is missing or wrong."""
    if Quirk.BARE_401 not in handler.fhir.quirks:
        outcome = operation_outcome("error", "login", "a valid access token is required")
        handler.send_json(401, outcome, {"WWW-Authenticate": "Bearer"})
    elif "?" in handler.path:
        handler.send_bytes(401, b"<html><body>401 Unauthorized</body></html>", "text/html")
    else:
        handler.send_bytes(401, b"", "text/plain")


def encoded(content: bytes, handler: "Handler") -> tuple[bytes, dict[str, str]]:
    """The body as it goes over the wire, and the headers that say how."""
    if Quirk.GZIP in handler.fhir.quirks and content and handler.accepts_gzip():
        return gzip.compress(content, 1), {"Content-Encoding": "gzip", "Vary": "Accept-Encoding"}
    return content, {}


def chunks_of(content: bytes) -> bytes:
    """The body in chunks (RFC 9112 section 7.1)."""
    pieces = [content[start:start + _CHUNK] for start in range(0, len(content), _CHUNK)]
    return b"".join(b"%x\r\n%b\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"
