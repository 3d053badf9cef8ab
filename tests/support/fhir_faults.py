"""The ways in which a FHIR server fails: whoever asks must say so, and never take it for data."""

import gzip
import json
import socket
import struct
import threading
from collections.abc import Callable
from enum import StrEnum
from functools import cache, partial
from typing import TYPE_CHECKING

from fhir_search_parameters import Json
from fhir_store import operation_outcome, patient_references

if TYPE_CHECKING:
    from fhir_http import Handler

OVERSIZED_BYTES = 50_000_000
OTHER_PATIENT = "someone-else"
CANARY = "canary-of-the-fhir-server"  # stands in what goes wrong: no card and no log may hold it
FHIR_JSON = "application/fhir+json; charset=utf-8"
_SECONDS_BETWEEN_DRIPS = 0.05


class Fault(StrEnum):
    """What can go wrong with the answers about one resource type."""

    UNAUTHORIZED = "401"
    FORBIDDEN = "403"
    NOT_FOUND = "404"
    GONE = "410"
    TOO_MANY_REQUESTS = "429"                # with Retry-After
    SERVER_ERROR = "500"
    UNAVAILABLE = "503"                      # without Retry-After
    HANG = "hang"                            # the request is read, nothing is ever answered
    HANG_IN_BODY = "hang-in-body"            # half of the body comes, the rest never
    DRIP = "drip"                            # the body comes, a byte at a time
    RESET = "reset"                          # connection reset in the middle of the body
    TRUNCATED = "truncated"                  # a complete HTTP message with half of the JSON
    EMPTY = "empty"                          # 200 without a body
    HTML = "html"                            # 200 with a login page
    OVERSIZED = "oversized"                  # a valid Bundle of 50 MB
    GZIP_BOMB = "gzip-bomb"                  # the same as 50 kB of gzip, if that is accepted
    REDIRECT = "redirect"                    # 302 to elsewhere
    REDIRECT_301 = "redirect-301"
    REDIRECT_307 = "redirect-307"
    REDIRECT_308 = "redirect-308"
    OPERATION_OUTCOME = "operation-outcome"  # 200 with an OperationOutcome of severity error
    WRONG_TYPE = "wrong-type"                # 200 with a resource that nobody asked for
    WRONG_PATIENT = "wrong-patient"          # the data of somebody else
    PAGING_LOOP = "paging-loop"              # every page names itself as the next
    FOREIGN_NEXT = "foreign-next"            # the next page is elsewhere


def answer_with(fault: Fault, handler: "Handler", resource: Json, resource_type: str) -> None:
    """Sends what becomes of an answer by a fault."""
    _ANSWERS[fault](handler, resource, resource_type)


def _refuse(status: int, headers: dict[str, str], handler: "Handler", _: Json, __: str) -> None:
    handler.send_json(status, operation_outcome("error", "exception", CANARY), headers)


def _hang(handler: "Handler", _: Json, __: str) -> None:
    _wait_for_nothing(handler)


def _hang_in_body(handler: "Handler", resource: Json, _: str) -> None:
    content = json.dumps(resource).encode()
    handler.send_bytes(200, content[:len(content) // 2], length=len(content))
    handler.status = None
    _wait_for_nothing(handler)


def _drip(handler: "Handler", resource: Json, _: str) -> None:
    content = json.dumps(resource).encode()
    handler.send_bytes(200, b"", length=len(content))
    handler.status = None
    handler.close_connection = True
    for position in range(len(content)):
        if handler.fhir.stopping.wait(_SECONDS_BETWEEN_DRIPS):
            return
        handler.wfile.write(content[position:position + 1])
        handler.wfile.flush()
    handler.status = 200


def _wait_for_nothing(handler: "Handler") -> None:
    handler.close_connection = True
    while not handler.fhir.stopping.wait(0.05):
        if _client_is_gone(handler.connection):
            return


def _client_is_gone(connection: socket.socket) -> bool:
    try:  # of the plain socket: that of ssl has no such flags
        return socket.socket.recv(connection, 1, socket.MSG_PEEK | socket.MSG_DONTWAIT) == b""
    except BlockingIOError:
        return False


def _reset(handler: "Handler", resource: Json, _: str) -> None:
    content = json.dumps(resource).encode()
    handler.send_bytes(200, content[:len(content) // 2], length=len(content))
    handler.status = None
    reset_connection(handler)


def reset_connection(handler: "Handler") -> None:
    """Closes the connection with a TCP reset."""
    handler.close_connection = True
    linger_not = struct.pack("ii", 1, 0)
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger_not)
    handler.connection.close()


def _truncate(handler: "Handler", resource: Json, _: str) -> None:
    content = json.dumps(resource).encode()
    handler.send_bytes(200, content[:len(content) // 2])


def _send_nothing(handler: "Handler", _: Json, __: str) -> None:
    handler.send_bytes(200, b"")


def _send_html(handler: "Handler", _: Json, __: str) -> None:
    page = f"<!DOCTYPE html><html><head><title>Sign in</title></head><body>{CANARY}</body></html>"
    handler.send_bytes(200, page.encode(), "text/html; charset=utf-8")


_OVERSIZED_HEAD = (b'{"resourceType":"Bundle","type":"searchset","total":0,"meta":{"tag":[{"display":"')
_OVERSIZED_TAIL = b'"}]}}'


def _send_oversized(handler: "Handler", _: Json, __: str) -> None:
    filling = OVERSIZED_BYTES - len(_OVERSIZED_HEAD) - len(_OVERSIZED_TAIL)
    handler.send_bytes(200, _OVERSIZED_HEAD, length=OVERSIZED_BYTES)
    handler.status = None
    block = b"x" * 65536
    while filling:
        handler.wfile.write(block[:filling])
        filling -= min(filling, len(block))
    handler.wfile.write(_OVERSIZED_TAIL)
    handler.status = 200


def _send_bomb(handler: "Handler", resource: Json, resource_type: str) -> None:
    if not handler.accepts_gzip():
        return _send_oversized(handler, resource, resource_type)
    with _MAKING_BOMB:
        bomb = _bomb()
    handler.send_bytes(200, bomb, headers={"Content-Encoding": "gzip"})


_MAKING_BOMB = threading.Lock()  # seventeen threads that each make one keep the machine from all else for seconds


@cache
def _bomb() -> bytes:
    filling = b"x" * (OVERSIZED_BYTES - len(_OVERSIZED_HEAD) - len(_OVERSIZED_TAIL))
    return gzip.compress(_OVERSIZED_HEAD + filling + _OVERSIZED_TAIL)


def _redirect(status: int, handler: "Handler", _: Json, __: str) -> None:
    location = handler.fhir.elsewhere + handler.path.removeprefix(handler.fhir.base_path)
    handler.send_bytes(status, b"", headers={"Location": location})


def _send_outcome(handler: "Handler", _: Json, __: str) -> None:
    handler.send_json(200, operation_outcome("error", "exception", CANARY))


def _send_wrong_type(handler: "Handler", _: Json, __: str) -> None:
    handler.send_json(200, {"resourceType": "Basic", "id": "x", "code": {"text": CANARY}})


def _send_wrong_patient(handler: "Handler", resource: Json, resource_type: str) -> None:
    foreign = json.loads(json.dumps(resource))
    if foreign.get("resourceType") == "Bundle" and not foreign.get("entry"):
        subject = {"reference": f"Patient/{OTHER_PATIENT}"}
        owner = ({"participant": [{"actor": subject}]} if resource_type == "Appointment"
                 else {"subject": subject, "patient": subject})
        foreign["entry"] = [{"resource": {"resourceType": resource_type, "id": "foreign"} | owner}]
        foreign["total"] = 1
    for item in [foreign, *(entry["resource"] for entry in foreign.get("entry", []))]:
        if item["resourceType"] == "Patient":
            item["id"] = OTHER_PATIENT
        for ref in patient_references(item):
            ref["reference"] = f"Patient/{OTHER_PATIENT}"
    handler.send_json(200, foreign)


def _loop(handler: "Handler", resource: Json, _: str) -> None:
    if resource.get("resourceType") == "Bundle":
        this_page = resource["link"][0]
        resource = resource | {"link": [this_page, this_page | {"relation": "next"}]}
    handler.send_json(200, resource)


def _send_foreign_next(handler: "Handler", resource: Json, _: str) -> None:
    if resource.get("resourceType") == "Bundle":
        this_page = resource["link"][0]
        url = handler.fhir.elsewhere + this_page["url"].removeprefix(handler.fhir.base_url)
        resource = resource | {"link": [this_page, {"relation": "next", "url": url}]}
    handler.send_json(200, resource)


_ANSWERS: dict[Fault, Callable[["Handler", Json, str], None]] = {
    Fault.UNAUTHORIZED: partial(_refuse, 401, {"WWW-Authenticate": "Bearer"}),
    Fault.FORBIDDEN: partial(_refuse, 403, {}),
    Fault.NOT_FOUND: partial(_refuse, 404, {}),
    Fault.GONE: partial(_refuse, 410, {}),
    Fault.TOO_MANY_REQUESTS: partial(_refuse, 429, {"Retry-After": "1"}),
    Fault.SERVER_ERROR: partial(_refuse, 500, {}),
    Fault.UNAVAILABLE: partial(_refuse, 503, {}),
    Fault.HANG: _hang,
    Fault.HANG_IN_BODY: _hang_in_body,
    Fault.DRIP: _drip,
    Fault.RESET: _reset,
    Fault.TRUNCATED: _truncate,
    Fault.EMPTY: _send_nothing,
    Fault.HTML: _send_html,
    Fault.OVERSIZED: _send_oversized,
    Fault.GZIP_BOMB: _send_bomb,
    Fault.REDIRECT: partial(_redirect, 302),
    Fault.REDIRECT_301: partial(_redirect, 301),
    Fault.REDIRECT_307: partial(_redirect, 307),
    Fault.REDIRECT_308: partial(_redirect, 308),
    Fault.OPERATION_OUTCOME: _send_outcome,
    Fault.WRONG_TYPE: _send_wrong_type,
    Fault.WRONG_PATIENT: _send_wrong_patient,
    Fault.PAGING_LOOP: _loop,
    Fault.FOREIGN_NEXT: _send_foreign_next,
}
