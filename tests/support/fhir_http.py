"""The transport of the FHIR server: HTTP as it should be, and a dozen ways in which it fails."""

import json
import socket
import struct
import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from fhir_search_parameters import Json
from fhir_store import operation_outcome, patient_references

if TYPE_CHECKING:
    from fhir_server import FhirServer

BASE_PATH = "/fhir/R4"
ELSEWHERE_PATH = "/elsewhere"  # where Fault.REDIRECT points to, at another host name
OVERSIZED_BYTES = 50_000_000
OTHER_PATIENT = "someone-else"
FHIR_JSON = "application/fhir+json; charset=utf-8"


class Fault(StrEnum):
    """What can go wrong with the answers about one resource type."""

    SERVER_ERROR = "500"
    TOO_MANY_REQUESTS = "429"                # with Retry-After
    HANG = "hang"                            # the request is read, nothing is ever answered
    RESET = "reset"                          # connection reset in the middle of the body
    TRUNCATED = "truncated"                  # a complete HTTP message with half of the JSON
    EMPTY = "empty"                          # 200 without a body
    HTML = "html"                            # 200 with a login page
    OVERSIZED = "oversized"                  # a valid Bundle of 50 MB
    REDIRECT = "redirect"                    # 302 to another host name
    OPERATION_OUTCOME = "operation-outcome"  # 200 with an OperationOutcome of severity error
    WRONG_PATIENT = "wrong-patient"          # the data of somebody else
    PAGING_LOOP = "paging-loop"              # every page names itself as the next


@dataclass
class LoggedRequest:
    """One request as the server saw it: logged when read, completed when answered."""

    method: str
    path: str
    headers: dict[str, str]
    body: str
    started: float              # seconds since the epoch
    seconds: float = 0.0        # until the end of the answer
    status: int | None = None   # None if it was not answered in full

    def __str__(self) -> str:
        status = self.status or "no answer"
        return f"{self.method} {self.path} -> {status} in {self.seconds * 1000:.0f} ms"


class LoopbackServer(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 128
    fhir: "FhirServer"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that goes away is not our error; a hanging test must not print traces."""


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    timeout = 30

    @property
    def fhir(self) -> "FhirServer":
        assert isinstance(self.server, LoopbackServer)
        return self.server.fhir

    def do_GET(self) -> None:
        self._serve()

    def do_POST(self) -> None:
        self._serve()

    def _serve(self) -> None:
        started, clock = time.time(), time.monotonic()
        length = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(length).decode("utf-8", "replace")
        request = LoggedRequest(self.command, self.path, dict(self.headers.items()), body, started)
        self._status: int | None = None
        self.fhir.request_begins(request)
        try:
            self._answer(body)
        except OSError:
            self.close_connection = True  # the client went away
        finally:
            request.seconds = time.monotonic() - clock
            request.status = self._status
            self.fhir.request_ends(request)

    def _answer(self, body: str) -> None:
        fhir = self.fhir
        if fhir.latency:
            time.sleep(fhir.latency)
        address = urlsplit(self.path)
        if address.path.startswith(ELSEWHERE_PATH):
            path = address.path.removeprefix(ELSEWHERE_PATH)
        elif address.path.startswith(BASE_PATH):
            path = address.path.removeprefix(BASE_PATH)
        else:
            return self._send_json(404, operation_outcome("error", "not-found", "no such path"))
        if path.strip("/") != "metadata" and not self._is_authorized():
            outcome = operation_outcome("error", "login", "a valid access token is required")
            return self._send_json(401, outcome, {"WWW-Authenticate": "Bearer"})

        if self.command == "POST" and not path.strip("/"):
            return self._answer_batch(body)
        query = address.query
        if self.command == "POST":
            if not path.endswith("/_search"):
                outcome = operation_outcome("error", "not-supported", "this server is read-only")
                return self._send_json(405, outcome, {"Allow": "GET"})
            path = path.removesuffix("/_search")
            query = "&".join(part for part in (query, body) if part)
        status, resource = fhir.answer_get(path, query)
        self._send(status, resource, path.strip("/").split("/")[0])

    def _answer_batch(self, body: str) -> None:
        try:
            batch = json.loads(body)
        except ValueError:
            return self._send_json(400, operation_outcome("error", "structure", "not JSON"))
        status, resource = self.fhir.answer_batch(batch)
        entries = batch.get("entry", []) if status == 200 else []
        urls = [entry.get("request", {}).get("url", "") for entry in entries]
        types = [url.split("?")[0].split("/")[0] for url in urls]
        faulty = [name for name in types if self.fhir.fault_for(name)]
        self._send(status, resource, faulty[0] if faulty else "")

    def _is_authorized(self) -> bool:
        expected = self.fhir.access_token
        return expected is None or self.headers.get("Authorization") == f"Bearer {expected}"

    def _send(self, status: int, resource: Json, resource_type: str) -> None:
        """Sends the answer, spoilt if there is a fault for this resource type."""
        fault = self.fhir.fault_for(resource_type)
        if fault is None or resource_type == "metadata" or self.path.startswith(ELSEWHERE_PATH):
            return self._send_json(status, resource)
        _FAULTY_ANSWERS[fault](self, resource, resource_type)

    def _send_json(self, status: int, resource: Json,
                   headers: dict[str, str] | None = None) -> None:
        content = json.dumps(resource, ensure_ascii=False).encode()
        self._send_bytes(status, content, FHIR_JSON, headers)

    def _send_bytes(self, status: int, content: bytes, content_type: str,
                    headers: dict[str, str] | None = None, length: int | None = None) -> None:
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(content) if length is None else length))
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)
        self._status = status

    # One method for each fault.

    def _fail(self, _: Json, __: str) -> None:
        self._send_json(500, operation_outcome("fatal", "exception", "internal error"))

    def _throttle(self, _: Json, __: str) -> None:
        outcome = operation_outcome("error", "throttled", "too many requests")
        self._send_json(429, outcome, {"Retry-After": "1"})

    def _hang(self, _: Json, __: str) -> None:
        self.close_connection = True
        while not self.fhir.stopping.wait(0.05):
            if self._client_is_gone():
                return

    def _client_is_gone(self) -> bool:
        try:
            return self.connection.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT) == b""
        except BlockingIOError:
            return False

    def _reset(self, resource: Json, _: str) -> None:
        content = json.dumps(resource).encode()
        self._send_bytes(200, content[:len(content) // 2], FHIR_JSON, length=len(content))
        self._status = None
        self.close_connection = True
        linger_not = struct.pack("ii", 1, 0)
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger_not)
        self.connection.close()

    def _truncate(self, resource: Json, _: str) -> None:
        content = json.dumps(resource).encode()
        self._send_bytes(200, content[:len(content) // 2], FHIR_JSON)

    def _send_nothing(self, _: Json, __: str) -> None:
        self._send_bytes(200, b"", FHIR_JSON)

    def _send_html(self, _: Json, __: str) -> None:
        page = b"<!DOCTYPE html><html><head><title>Sign in</title></head><body></body></html>"
        self._send_bytes(200, page, "text/html; charset=utf-8")

    def _send_oversized(self, _: Json, __: str) -> None:
        head = (b'{"resourceType":"Bundle","type":"searchset","total":1,"entry":[{"resource":'
                b'{"resourceType":"Basic","id":"oversized","code":{"text":"')
        tail = b'"}}}]}'
        filling = OVERSIZED_BYTES - len(head) - len(tail)
        self._send_bytes(200, head, FHIR_JSON, length=OVERSIZED_BYTES)
        self._status = None
        block = b"x" * 65536
        while filling:
            self.wfile.write(block[:filling])
            filling -= min(filling, len(block))
        self.wfile.write(tail)
        self._status = 200

    def _redirect(self, _: Json, __: str) -> None:
        path = self.path.removeprefix(BASE_PATH)
        location = f"http://localhost:{self.fhir.port}{ELSEWHERE_PATH}{path}"
        self._send_bytes(302, b"", FHIR_JSON, {"Location": location})

    def _send_outcome(self, _: Json, __: str) -> None:
        self._send_json(200, operation_outcome("error", "exception", "the query failed"))

    def _send_wrong_patient(self, resource: Json, resource_type: str) -> None:
        foreign = json.loads(json.dumps(resource))
        if foreign.get("resourceType") == "Bundle" and not foreign.get("entry"):
            subject = {"reference": f"Patient/{OTHER_PATIENT}"}
            foreign["entry"] = [{"resource": {"resourceType": resource_type, "id": "foreign",
                                              "subject": subject, "patient": subject}}]
        for item in [foreign, *(entry["resource"] for entry in foreign.get("entry", []))]:
            if item["resourceType"] == "Patient":
                item["id"] = OTHER_PATIENT
            for ref in patient_references(item):
                ref["reference"] = f"Patient/{OTHER_PATIENT}"
        self._send_json(200, foreign)

    def _loop(self, resource: Json, _: str) -> None:
        if resource.get("resourceType") == "Bundle":
            this_page = resource["link"][0]
            resource = resource | {"link": [this_page, this_page | {"relation": "next"}]}
        self._send_json(200, resource)

    def log_message(self, format: str, *args: object) -> None:
        """The request log replaces the usual lines on stderr."""


_FAULTY_ANSWERS: dict[Fault, Callable[[Handler, Json, str], None]] = {
    Fault.SERVER_ERROR: Handler._fail,
    Fault.TOO_MANY_REQUESTS: Handler._throttle,
    Fault.HANG: Handler._hang,
    Fault.RESET: Handler._reset,
    Fault.TRUNCATED: Handler._truncate,
    Fault.EMPTY: Handler._send_nothing,
    Fault.HTML: Handler._send_html,
    Fault.OVERSIZED: Handler._send_oversized,
    Fault.REDIRECT: Handler._redirect,
    Fault.OPERATION_OUTCOME: Handler._send_outcome,
    Fault.WRONG_PATIENT: Handler._send_wrong_patient,
    Fault.PAGING_LOOP: Handler._loop,
}
