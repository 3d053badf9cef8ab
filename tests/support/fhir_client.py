"""Asks the FHIR server, for the tests of it."""

import gzip
import http.client
import json
import ssl
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin

from fhir_http import BASE_PATH
from fhir_search_parameters import Json
from fhir_server import FhirServer

TOKEN = "secret"


@dataclass(frozen=True)
class Response:
    status: int
    headers: dict[str, str]
    content: bytes  # as it came over the wire

    @property
    def body(self) -> Any:
        """The JSON, uncompressed."""
        is_compressed = self.headers.get("Content-Encoding") == "gzip"
        return json.loads(gzip.decompress(self.content) if is_compressed else self.content)


class FhirClient:
    """One connection to the server."""

    def __init__(self, server: FhirServer, *, token: str | None = TOKEN, timeout: float = 5,
                 trust: ssl.SSLContext | None = None):
        address = (server.host, server.port)
        self._connection = (http.client.HTTPSConnection(*address, timeout=timeout, context=trust)
                            if trust else http.client.HTTPConnection(*address, timeout=timeout))
        self._headers = {"Authorization": f"Bearer {token}"} if token else {}

    def close(self) -> None:
        self._connection.close()

    def send(self, path: str, method: str = "GET", body: str | None = None,
             **headers: str) -> Response:
        """path: below the base URL; headers: with _ for -."""
        names = self._headers | {name.replace("_", "-"): value for name, value in headers.items()}
        if body is not None:
            names["Content-Type"] = "application/x-www-form-urlencoded"
        self._connection.request(method, BASE_PATH + path, body, names)
        response = self._connection.getresponse()
        return Response(response.status, dict(response.getheaders()), response.read())


def ask(server: FhirServer, path: str, method: str = "GET", body: str | None = None, *,
        token: str | None = TOKEN, timeout: float = 5, **headers: str) -> Response:
    """One request over a connection of its own."""
    client = FhirClient(server, token=token, timeout=timeout)
    try:
        return client.send(path, method, body, **headers)
    finally:
        client.close()


def pages(server: FhirServer, path: str) -> Iterator[Json]:
    """The pages of a search, by their links, each relative to the base URL."""
    while path:
        page = ask(server, path).body
        yield page
        link = next_url(page)
        path = urljoin(server.base_url + "/", link).removeprefix(server.base_url) if link else ""


def next_url(page: Json) -> str:
    """The link to the next page, "" if this is the last."""
    return next((link["url"] for link in page["link"] if link["relation"] == "next"), "")
