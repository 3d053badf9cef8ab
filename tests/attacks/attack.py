"""What all attacks share: a running service, and what is expected of it whatever it is sent.

Unless a row says otherwise: one well-formed refusal or a clean close, no card, nothing told, nothing kept, and the next
request is answered.
"""

import functools
import json
import sys
import unittest
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "blackbox"))

from hook_body import amoxicillin  # noqa: E402  first: it makes the test tools importable
from service import GUIDELINES, SERVICE_ID, Service  # noqa: E402

from cds_client import Answer  # noqa: E402
from conformance import check_error  # noqa: E402
from waiting import eventually  # noqa: E402, F401
from wire import Response, exchange  # noqa: E402

DISCOVERY = "/cds-services"
CALL = f"{DISCOVERY}/{SERVICE_ID}"
BODY = json.dumps(amoxicillin()).encode()  # {"cards": []} without any data
JSON_TYPE = "Content-Type: application/json\r\n"
# Never parsed behind an error.
NEXT_REQUEST = f"GET {DISCOVERY} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode()


def head(method: str, path: str, *lines: str, host: str = "Host: x\r\n") -> bytes:
    """A request's line and headers; each of `lines` ends as it likes."""
    return f"{method} {path} HTTP/1.1\r\n{host}{''.join(lines)}\r\n".encode("latin-1")


def post(content: bytes, *lines: str, path: str = CALL) -> bytes:
    return head("POST", path, JSON_TYPE, f"Content-Length: {len(content)}\r\n", *lines) + content


def chunked(content: bytes, end: bytes = b"0\r\n\r\n") -> bytes:
    return b"%x\r\n%b\r\n" % (len(content), content) + end


class Attack(unittest.TestCase):
    """A service in sandbox mode, one for all classes of a module; after each test it must answer as before."""

    options: tuple[str, ...] = ()

    @classmethod
    def setUpClass(cls) -> None:
        cls.service = _running(cls.__module__, cls.options)

    def tearDown(self) -> None:
        self.assertEqual(self.service.client.call(SERVICE_ID, BODY).body, {"cards": []})

    def call(self, body: Any, **headers: str) -> Answer:
        """The answer to a call of the service; headers: with _ for -."""
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.service.client.send("POST", CALL, body, names)

    def exchange(self, content: bytes, **how: Any) -> list[Response]:
        return exchange(self.service.port, content, **how)

    def assert_refusal(self, answer: Answer | Response, *statuses: int) -> None:
        """An OperationOutcome of one of these statuses, and nothing else."""
        self.assertIn(answer.status, statuses, answer.text[:500])
        self.assertEqual(check_error(answer.status, json.loads(answer.text)), [])
        self.assertTrue(answer.headers["content-type"].startswith("application/fhir+json"))
        self.assertNotIn("cards", answer.text)

    def assert_refused_and_closed(self, content: bytes, *statuses: int) -> None:
        """One refusal, after which the connection ends, whatever follows on it."""
        responses = self.exchange(content + NEXT_REQUEST)
        self.assertEqual(len(responses), 1, responses)
        self.assert_refusal(responses[0], *statuses)
        self.assertEqual(responses[0].headers.get("connection", "close"), "close")


@functools.cache
def _running(module: str, options: tuple[str, ...]) -> Service:
    """Stopped at the end of the module."""
    service = Service(GUIDELINES[0], *options)
    unittest.addModuleCleanup(service.stop)
    service.client.call(SERVICE_ID, BODY)  # after it the process has what it keeps
    return service
