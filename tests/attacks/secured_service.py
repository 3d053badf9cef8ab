"""The service outside sandbox mode, and attacks by callers who are not who they say."""

import json
import tempfile
import unittest
from pathlib import Path
from typing import Any

from attack import BODY, CALL, DISCOVERY  # first: it makes the test tools importable

from cds_client import Answer  # noqa: I001
from conformance import check_error
from launched import LaunchedService
from tokens import Json, Key, claims, jwk_set, token
from wire import Response, exchange

PUBLIC_URL = "https://cds.example.org"
CALL_URL = PUBLIC_URL + CALL
DISCOVERY_URL = PUBLIC_URL + DISCOVERY
ISSUER, OTHER_ISSUER = "https://ehr.example.org", "https://clinic.example.com"
FHIR_SERVER, OTHER_FHIR_SERVER = "https://ehr.example.org/fhir", "https://fhir.clinic.example.com/r4"
CHANGING_HEADERS = ("date", "x-request-id", "connection")  # of equal answers


class ClientsFile:
    """A clients file and what it names, in a folder of its own until closed."""

    def __init__(self) -> None:
        self._holder = tempfile.TemporaryDirectory()
        self.folder = Path(self._holder.name)
        self.path = self.folder / "clients.json"
        self._clients: list[Json] = []

    def close(self) -> None:
        self._holder.cleanup()

    def add(self, issuer: str, *keys: Key | Json, **members: Any) -> None:
        """A client whose tokens are signed by one of these keys, if there are any."""
        client = {"iss": issuer, "fhirServers": [f"https://{len(self._clients)}.example.org/fhir"]} | members
        if keys:
            client["jwksFile"] = f"{len(self._clients)}-jwks.json"
            (self.folder / client["jwksFile"]).write_text(json.dumps(jwk_set(*keys)), encoding="utf-8")
        self._clients.append(client)
        self._write()

    def change(self, members: Json) -> None:
        """Changes the last client: None removes a member."""
        client = self._clients[-1] | members
        self._clients[-1] = {name: value for name, value in client.items() if value is not None}
        self._write()

    def _write(self) -> None:
        self.path.write_text(json.dumps({"clients": self._clients}), encoding="utf-8")

    def options(self) -> tuple[str, ...]:
        return "--clients", str(self.path), "--public-url", PUBLIC_URL


class SecuredAttack(unittest.TestCase):
    """A service behind a proxy that knows two clients; after each test it must know them as before.

    `ec`, `rsa`: keys of ISSUER; `p256`: one more of it, for an algorithm that is not allowed. `other`: of OTHER_ISSUER.
    """

    options: tuple[str, ...] = ("--behind-proxy",)

    @classmethod
    def setUpClass(cls) -> None:
        cls.clients = ClientsFile()
        cls.addClassCleanup(cls.clients.close)
        cls.add_clients()
        cls.service = LaunchedService(*cls.clients.options(), *cls.options)
        cls.addClassCleanup(lambda: cls.service.stop())
        cls.unauthorized = cls.refused()

    @classmethod
    def add_clients(cls) -> None:
        cls.ec, cls.rsa, cls.p256, cls.other = Key(), Key("RSA"), Key("P-256"), Key()
        cls.clients.add(ISSUER, cls.ec, cls.rsa, cls.p256, fhirServers=[FHIR_SERVER])
        cls.clients.add(OTHER_ISSUER, cls.other, fhirServers=[OTHER_FHIR_SERVER])

    @classmethod
    def refused(cls) -> Answer | Response:
        """What everyone is told who is not known."""
        return cls.service.client.discovery()

    def tearDown(self) -> None:
        self.assert_accepted(self.good())

    def good(self, key: Key | None = None, issuer: str = ISSUER, audience: Any = CALL_URL, **changes: Any) -> str:
        """A good token; `changes` adds claims or replaces them, None removes."""
        return token(key or self.ec, claims(issuer, audience, **changes))

    def call(self, authorization: str | None, body: Any = BODY, path: str = CALL) -> Answer:
        """The answer to a call with this header Authorization, or none."""
        headers = {} if authorization is None else {"Authorization": authorization}
        return self.service.client.send("POST", path, body, headers)

    def assert_accepted(self, text: str) -> None:
        answer = self.call(f"Bearer {text}")
        self.assertEqual((answer.status, answer.body), (200, {"cards": []}), self.service.output()[-600:])

    def assert_not_accepted(self, text: str) -> None:
        self.assert_unauthorized(self.call(f"Bearer {text}"))

    def assert_unauthorized(self, answer: Answer | Response) -> None:
        """401 that tells nothing: the same for every reason, byte for byte (R223)."""
        self.assertEqual(answer.status, 401, answer.text[:300] + self.service.output()[-600:])
        self.assertEqual(answer.text, self.unauthorized.text)
        self.assertEqual(lasting(answer.headers), lasting(self.unauthorized.headers))
        self.assertEqual(answer.headers["www-authenticate"], "Bearer")
        self.assertEqual(check_error(401, json.loads(answer.text)), [])

    def exchange(self, content: bytes) -> Response:
        """The one answer to bytes of one's own that ask for the connection to be closed."""
        answers = exchange(self.service.port, content)
        self.assertEqual(len(answers), 1, answers)
        return answers[0]


def lasting(headers: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in headers.items() if name not in CHANGING_HEADERS}
