"""An HTTP FHIR server, of R4 unless told otherwise, on the loopback interface, honest by default and faulty on request.

    with FhirServer([record], access_token="secret", faults={"Condition": Fault.HANG}) as server:
        ...  # requests go to server.base_url
        assert server.most_at_once <= 5
        print(server.log)

What it can be told to do wrong stands in fhir_faults.py, in what it can be odd in fhir_quirks.py.
Interactions: read, search by GET and by POST, paging, batch, capabilities.
"""

import ssl
import threading
from collections.abc import Callable, Collection, Iterable
from typing import Any

from fhir_faults import Fault
from fhir_http import BASE_PATH, ELSEWHERE_PATH, LoggedRequest, LoopbackServer
from fhir_quirks import Quirk, is_refused, page_size_of, quirky_query, quirky_searchset
from fhir_search_parameters import (
    Json,
    Query,
    SearchError,
    parse_query,
)
from fhir_search_versions import parameters_in, search_parameters
from fhir_store import FhirStore, operation_outcome


class FhirServer:
    """Serves resources until closed; use it as a context manager.

    access_token: demanded of every request but for /metadata; None: open to all.
    latency: seconds that each answer waits.
    faults: by resource type, "*" for every type without its own; "metadata" only by that name.
    page_size: the most matches on one page.
    fhir_version: what /metadata tells, and by which resources are searched unless they come as a store.
    host: where it listens and what its URLs say; "localhost" is 127.0.0.1 by another name.
    elsewhere: the base URL that redirects and foreign links lead to; by default one on this server
        that answers all, so that following it would work.
    on_request: called with each LoggedRequest.

    `log`: the requests. `most_at_once`: how many were under way together. `connections`: how many
    were opened.
    """

    def __init__(self, resources: Iterable[Json] | FhirStore, *, port: int = 0,
                 access_token: str | None = None, latency: float = 0.0,
                 faults: dict[str, Fault] | None = None, quirks: Collection[Quirk] = (),
                 page_size: int | None = None, fhir_version: str = "4.0.1",
                 host: str = "127.0.0.1", tls: ssl.SSLContext | None = None,
                 elsewhere: str | None = None,
                 on_request: Callable[[LoggedRequest], None] | None = None):
        self.store = (resources if isinstance(resources, FhirStore)
                      else FhirStore(resources, fhir_version))
        self.access_token = access_token
        self.latency = latency
        self.faults = dict(faults or {})
        self.quirks = frozenset(quirks)
        self.page_size = page_size or page_size_of(quirks)
        self.fhir_version = fhir_version
        self.host = host
        self.log: list[LoggedRequest] = []
        self.most_at_once = 0
        self.connections = 0
        self.stopping = threading.Event()
        self._on_request = on_request
        self._at_once = 0
        self._seen: set[str] = set()
        self._lock = threading.Lock()
        self._http = LoopbackServer("127.0.0.1" if host == "localhost" else host, port)
        self._http.fhir = self
        self._http.tls = tls
        self.elsewhere = elsewhere or f"http://localhost:{self.port}{ELSEWHERE_PATH}"
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.01,), daemon=True)

    @property
    def port(self) -> int:
        return self._http.server_address[1]

    @property
    def base_path(self) -> str:
        return BASE_PATH

    @property
    def base_url(self) -> str:
        scheme = "https" if self._http.tls else "http"
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{scheme}://{host}:{self.port}{BASE_PATH}"

    def __enter__(self) -> "FhirServer":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stopping.set()
        self._http.shutdown()
        self._http.server_close()

    def clear_log(self) -> None:
        """Forgets what was; `connections` counts on, for they stay open."""
        with self._lock:
            self.log.clear()
            self.most_at_once = 0

    def requests_for(self, resource_type: str) -> list[LoggedRequest]:
        return [request for request in list(self.log) if request.resource_type == resource_type]

    def fault_for(self, resource_type: str) -> Fault | None:
        every = None if resource_type == "metadata" else self.faults.get("*")
        return self.faults.get(resource_type, every)

    # Called by the handler threads, and by the one that accepts connections.

    def connection_opens(self) -> None:
        with self._lock:
            self.connections += 1

    def is_first(self, path: str) -> bool:
        """True the first time that this address is asked for."""
        with self._lock:
            is_new = path not in self._seen
            self._seen.add(path)
            return is_new

    def request_begins(self, request: LoggedRequest) -> None:
        with self._lock:
            self.log.append(request)
            self._at_once += 1
            self.most_at_once = max(self.most_at_once, self._at_once)

    def request_ends(self, request: LoggedRequest) -> None:
        with self._lock:
            self._at_once -= 1
        if self._on_request:
            self._on_request(request)

    # The answers, apart from transport: (HTTP status, resource).

    def answer_get(self, path: str, query: str) -> tuple[int, Json]:
        steps = [step for step in path.strip("/").split("/") if step]
        try:
            if steps == ["metadata"]:
                return 200, self._capability_statement()
            if len(steps) == 1:
                return self._answer_search(steps[0], parse_query(query))
            if len(steps) == 2:
                search_parameters(steps[0], self.store.version)
                resource = self.store.read(*steps)
                if resource is None:
                    return 404, operation_outcome("error", "not-found", f"no {path.strip('/')}")
                return 200, resource
        except SearchError as error:
            return 400, operation_outcome("error", "not-supported", str(error))
        return 404, operation_outcome("error", "not-found", "no such interaction")

    def _answer_search(self, resource_type: str, query: Query) -> tuple[int, Json]:
        if is_refused(query, self.quirks):
            return 400, operation_outcome("error", "invalid", "unknown search parameter")
        bundle = self.store.searchset(self.base_url, resource_type,
                                      quirky_query(query, self.quirks), self.page_size)
        return 200, quirky_searchset(bundle, self.base_url, self.quirks)

    def answer_batch(self, batch: Any) -> tuple[int, Json]:
        if not isinstance(batch, dict) or batch.get("type") != "batch":
            return 400, operation_outcome("error", "invalid", "expected a Bundle of type batch")
        entries = []
        for entry in batch.get("entry", []):
            request = entry.get("request", {})
            path, _, query = request.get("url", "").partition("?")
            if request.get("method") == "GET":
                status, resource = self.answer_get(path, query)
            else:
                status, resource = 405, operation_outcome("error", "not-supported", "only GET")
            if status == 200:
                entries.append({"response": {"status": "200"}, "resource": resource})
            else:
                entries.append({"response": {"status": str(status), "outcome": resource}})
        return 200, {"resourceType": "Bundle", "type": "batch-response", "entry": entries}

    def _capability_statement(self) -> Json:
        return {
            "resourceType": "Conformance" if self.fhir_version.startswith("1.") else "CapabilityStatement",
            "status": "active",
            "date": "2026-01-01",
            "kind": "instance",
            "implementation": {"description": "A small EHR for tests", "url": self.base_url},
            "fhirVersion": self.fhir_version,
            "format": ["application/fhir+json"],
            "rest": [{
                "mode": "server",
                "interaction": [{"code": "batch"}],
                "resource": [
                    {
                        "type": resource_type,
                        "interaction": [{"code": "read"}, {"code": "search-type"}],
                        "searchParam": [
                            {"name": name, "type": parameter.kind}
                            for name, parameter in search_parameters(resource_type, self.store.version).items()
                        ],
                    }
                    for resource_type in parameters_in(self.store.version)
                ],
            }],
        }
