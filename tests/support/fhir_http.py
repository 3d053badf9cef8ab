"""The transport of the FHIR server: HTTP as it should be, with the faults and quirks it is given."""

import json
import socket
import ssl
import time
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from fhir_faults import FHIR_JSON, answer_with, reset_connection
from fhir_quirks import Quirk, answers_first, chunks_of, encoded, refuse_token
from fhir_search_parameters import Json
from fhir_store import operation_outcome

if TYPE_CHECKING:
    from fhir_server import FhirServer

BASE_PATH = "/fhir/R4"
ELSEWHERE_PATH = "/elsewhere"  # where redirects and foreign links lead, unless told otherwise


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

    @property
    def resource_type(self) -> str:
        """`Patient` of /fhir/R4/Patient/1, `metadata` of /fhir/R4/metadata."""
        path = urlsplit(self.path).path.removeprefix(BASE_PATH).removeprefix(ELSEWHERE_PATH)
        return path.strip("/").split("/")[0]

    def __str__(self) -> str:
        status = self.status or "no answer"
        return f"{self.method} {self.path} -> {status} in {self.seconds * 1000:.0f} ms"


class LoopbackServer(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 128
    fhir: "FhirServer"
    tls: ssl.SSLContext | None = None

    def __init__(self, host: str, port: int):
        self.address_family = socket.AF_INET6 if ":" in host else socket.AF_INET
        self._open: set[socket.socket] = set()
        super().__init__((host, port), Handler)

    def get_request(self) -> tuple[socket.socket, Any]:
        connection, address = super().get_request()
        self.fhir.connection_opens()
        if self.tls:  # the handshake comes with the first read, in the thread of the connection
            connection = self.tls.wrap_socket(connection, server_side=True,
                                              do_handshake_on_connect=False)
        self._open.add(connection)
        return connection, address

    def shutdown_request(self, request: Any) -> None:
        self._open.discard(request)
        super().shutdown_request(request)

    def server_close(self) -> None:
        """Ends the connections that are kept alive, too, as a server does that goes down."""
        super().server_close()
        for connection in list(self._open):
            try:
                socket.socket.shutdown(connection, socket.SHUT_RDWR)
            except OSError:
                continue  # it is closed

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that goes away is not our error; a hanging test must not print traces."""


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1  # buffered: headers and body go out together
    timeout = 30
    status: int | None
    _served = 0    # requests over this connection

    @property
    def fhir(self) -> "FhirServer":
        assert isinstance(self.server, LoopbackServer)
        return self.server.fhir

    def do_GET(self) -> None:
        self._serve()

    def do_POST(self) -> None:
        self._serve()

    def accepts_gzip(self) -> bool:
        return "gzip" in self.headers.get("Accept-Encoding", "")

    def send_json(self, status: int, resource: Json, headers: dict[str, str] | None = None) -> None:
        content = json.dumps(resource, ensure_ascii=False).encode()
        self.send_bytes(status, content, headers=headers)

    def send_bytes(self, status: int, content: bytes, content_type: str = FHIR_JSON,
                   headers: dict[str, str] | None = None, length: int | None = None) -> None:
        """length: what the header says, if that is not the truth; then no quirk changes the body."""
        all_headers = {"Content-Type": content_type} | (headers or {})
        if length is None and "Content-Encoding" not in all_headers:
            content, more = encoded(content, self)
            all_headers |= more
        if length is None and Quirk.CHUNKED in self.fhir.quirks:
            all_headers["Transfer-Encoding"] = "chunked"
            content = chunks_of(content)
        else:
            all_headers["Content-Length"] = str(len(content) if length is None else length)
        self.send_response(status)
        for name, value in all_headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)
        self.wfile.flush()
        self.status = status

    def _serve(self) -> None:
        started, clock = time.time(), time.monotonic()
        length = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(length).decode("utf-8", "replace")
        request = LoggedRequest(self.command, self.path, dict(self.headers.items()), body, started)
        self.status = None
        self.fhir.request_begins(request)
        try:
            self._answer_on_this_connection(body)
        except OSError:
            self.close_connection = True  # the client went away
        finally:
            request.seconds = time.monotonic() - clock
            request.status = self.status
            self.fhir.request_ends(request)

    def _answer_on_this_connection(self, body: str) -> None:
        self._served += 1
        if self._served > 1 and Quirk.RESET_REUSED in self.fhir.quirks:
            return reset_connection(self)
        self._answer(body)
        if Quirk.STALE_KEEP_ALIVE in self.fhir.quirks:
            self.close_connection = True

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
            return self.send_json(404, operation_outcome("error", "not-found", "no such path"))
        resource_type = path.strip("/").split("/")[0]
        if resource_type != "metadata":
            if not self._is_authorized():
                return refuse_token(self)
            if answers_first(self):
                return None

        if self.command == "POST" and not resource_type:
            return self._answer_batch(body)
        query = address.query
        if self.command == "POST":
            if not path.endswith("/_search"):
                outcome = operation_outcome("error", "not-supported", "this server is read-only")
                return self.send_json(405, outcome, {"Allow": "GET"})
            path = path.removesuffix("/_search")
            query = "&".join(part for part in (query, body) if part)
        status, resource = fhir.answer_get(path, query)
        self._send(status, resource, resource_type)

    def _answer_batch(self, body: str) -> None:
        try:
            batch = json.loads(body)
        except ValueError:
            return self.send_json(400, operation_outcome("error", "structure", "not JSON"))
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
        if fault is None or self.path.startswith(ELSEWHERE_PATH):
            return self.send_json(status, resource)
        answer_with(fault, self, resource, resource_type)

    def log_message(self, format: str, *args: object) -> None:
        """The request log replaces the usual lines on stderr."""
