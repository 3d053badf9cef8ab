"""An HTTP FHIR R4 server on the loopback interface, honest by default and faulty on request.

    with FhirServer([record], access_token="secret", faults={"Condition": Fault.HANG}) as server:
        ...  # requests go to server.base_url
        assert server.most_at_once <= 5
        print(server.log)

Interactions: read, search by GET and by POST, paging, batch, capabilities.
"""

import threading
from collections.abc import Callable, Iterable
from typing import Any

from fhir_http import BASE_PATH, Fault, Handler, LoggedRequest, LoopbackServer
from fhir_search_parameters import (
    SEARCH_PARAMETERS,
    Json,
    SearchError,
    parse_query,
    search_parameters,
)
from fhir_store import FhirStore, operation_outcome


class FhirServer:
    """Serves resources until closed; use it as a context manager.

    faults: by resource type, "*" for every type without its own.
    latency: seconds that each answer waits.
    on_request: called with each LoggedRequest.
    """

    def __init__(self, resources: Iterable[Json] | FhirStore, *, port: int = 0,
                 access_token: str | None = None, latency: float = 0.0,
                 faults: dict[str, Fault] | None = None,
                 on_request: Callable[[LoggedRequest], None] | None = None):
        self.store = resources if isinstance(resources, FhirStore) else FhirStore(resources)
        self.access_token = access_token
        self.latency = latency
        self.faults = dict(faults or {})
        self.log: list[LoggedRequest] = []
        self.most_at_once = 0
        self.stopping = threading.Event()
        self._on_request = on_request
        self._at_once = 0
        self._lock = threading.Lock()
        self._http = LoopbackServer(("127.0.0.1", port), Handler)
        self._http.fhir = self
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.05,), daemon=True)

    @property
    def port(self) -> int:
        return self._http.server_address[1]

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self.port}{BASE_PATH}"

    def __enter__(self) -> "FhirServer":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stopping.set()
        self._http.shutdown()
        self._http.server_close()

    def clear_log(self) -> None:
        with self._lock:
            self.log.clear()
            self.most_at_once = 0

    def fault_for(self, resource_type: str) -> Fault | None:
        return self.faults.get(resource_type, self.faults.get("*"))

    # Called by the handler threads.

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
                return 200, self.store.searchset(self.base_url, steps[0], parse_query(query))
            if len(steps) == 2:
                search_parameters(steps[0])
                resource = self.store.read(*steps)
                if resource is None:
                    return 404, operation_outcome("error", "not-found", f"no {path.strip('/')}")
                return 200, resource
        except SearchError as error:
            return 400, operation_outcome("error", "not-supported", str(error))
        return 404, operation_outcome("error", "not-found", "no such interaction")

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
            "resourceType": "CapabilityStatement",
            "status": "active",
            "date": "2026-01-01",
            "kind": "instance",
            "implementation": {"description": "A small EHR for tests", "url": self.base_url},
            "fhirVersion": "4.0.1",
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
                            for name, parameter in search_parameters(resource_type).items()
                        ],
                    }
                    for resource_type in SEARCH_PARAMETERS
                ],
            }],
        }
