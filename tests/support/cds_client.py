"""Calls the CDS services of a server over HTTP."""

import http.client
import json
import threading
import time
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from fhir_search_parameters import Json


@dataclass(frozen=True)
class Answer:
    """An HTTP response; header names are in lower case."""

    status: int
    headers: dict[str, str]
    text: str
    seconds: float

    @property
    def body(self) -> Any:
        """The parsed JSON, None if there is none."""
        try:
            return json.loads(self.text)
        except ValueError:
            return None


class NoAnswer(OSError):
    """The server did not answer, or not with HTTP."""


class CdsClient:
    """Calls the CDS services of one server."""

    def __init__(self, base_url: str, *, bearer: str | None = None, timeout: float = 15.0):
        self.base_url = base_url.rstrip("/")
        self.bearer = bearer
        self.timeout = timeout

    def discovery(self) -> Answer:
        return self.send("GET", "/cds-services")

    def services(self, hook: str) -> list[Json]:
        """The services for a hook, as discovery lists them."""
        answer = self.discovery()
        if answer.status != 200 or not isinstance(answer.body, dict):
            raise NoAnswer(f"GET /cds-services: status {answer.status}")
        return [service for service in answer.body.get("services", []) if service["hook"] == hook]

    def call(self, service_id: str, request: Json | str | bytes) -> Answer:
        return self.send("POST", f"/cds-services/{service_id}", request)

    def feedback(self, service_id: str, feedback: Json) -> Answer:
        return self.send("POST", f"/cds-services/{service_id}/feedback", feedback)

    def send(self, method: str, path: str, body: Json | str | bytes | None = None,
             headers: dict[str, str] | None = None) -> Answer:
        """Text and bytes are sent as they are; `headers` add to the usual ones or replace them."""
        url = urlsplit(self.base_url)
        connect = (http.client.HTTPSConnection if url.scheme == "https"
                   else http.client.HTTPConnection)
        connection = connect(url.hostname or "", url.port, timeout=self.timeout)
        usual = {"Accept": "application/json"}
        if self.bearer:
            usual["Authorization"] = f"Bearer {self.bearer}"
        content = body
        if body is not None:
            usual["Content-Type"] = "application/json"
            if not isinstance(body, bytes):
                content = (body if isinstance(body, str) else json.dumps(body)).encode()
        started = time.monotonic()
        try:
            connection.request(method, url.path + path, content, usual | (headers or {}))
            response = connection.getresponse()
            text = response.read().decode("utf-8")
        except (OSError, http.client.HTTPException) as error:
            raise NoAnswer(f"{method} {path}: {error or type(error).__name__}") from error
        finally:
            connection.close()
        answer_headers = {name.lower(): value for name, value in response.getheaders()}
        return Answer(response.status, answer_headers, text, time.monotonic() - started)


def begin_calls(client: CdsClient, service_id: str, request: Json, count: int) -> tuple[list[threading.Thread],
        list[int | None]]:
    """Begins so many equal calls at once: their threads, and the list that gets the status of each, None without one."""
    statuses: list[int | None] = []

    def call() -> None:
        try:
            statuses.append(client.call(service_id, request).status)
        except NoAnswer:
            statuses.append(None)

    threads = [threading.Thread(target=call) for _ in range(count)]
    for thread in threads:
        thread.start()
    return threads, statuses
