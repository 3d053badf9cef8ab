"""Tests of the faults of the FHIR server."""

import gzip
import http.client
import json
import time
import unittest
from urllib.parse import urlsplit

from example_record import RESOURCES
from fhir_client import TOKEN, Response, ask, next_url
from fhir_faults import CANARY, OTHER_PATIENT, OVERSIZED_BYTES, Fault
from fhir_server import FhirServer

SEARCH = "/Observation?patient=p1"
STATUSES = {Fault.UNAUTHORIZED: 401, Fault.FORBIDDEN: 403, Fault.NOT_FOUND: 404, Fault.GONE: 410,
            Fault.TOO_MANY_REQUESTS: 429, Fault.SERVER_ERROR: 500, Fault.UNAVAILABLE: 503}
REDIRECTS = {Fault.REDIRECT: 302, Fault.REDIRECT_301: 301, Fault.REDIRECT_307: 307,
             Fault.REDIRECT_308: 308}


class Faults(unittest.TestCase):

    def faulty(self, fault: Fault, path: str = SEARCH, timeout: float = 5,
               **headers: str) -> Response:
        with FhirServer(RESOURCES, access_token=TOKEN, faults={"Observation": fault}) as server:
            self.assertEqual(ask(server, "/Patient/p1").status, 200)
            return ask(server, path, timeout=timeout, **headers)

    def test_statuses(self) -> None:
        for fault, status in STATUSES.items():
            answer = self.faulty(fault)
            self.assertEqual((answer.status, "Retry-After" in answer.headers),
                             (status, fault == Fault.TOO_MANY_REQUESTS))
            self.assertEqual(answer.body["issue"][0]["details"]["text"], CANARY)

    def test_silence(self) -> None:
        for fault in (Fault.HANG, Fault.HANG_IN_BODY):
            with self.assertRaises(TimeoutError, msg=fault):
                self.faulty(fault, timeout=0.2)

    def test_broken_bodies(self) -> None:
        with self.assertRaises((ConnectionResetError, http.client.IncompleteRead)):
            self.faulty(Fault.RESET)
        with self.assertRaises(ValueError):
            json.loads(self.faulty(Fault.TRUNCATED).content)
        self.assertEqual(self.faulty(Fault.EMPTY).content, b"")
        self.assertIn("text/html", self.faulty(Fault.HTML).headers["Content-Type"])

    def test_drip(self) -> None:
        with FhirServer(RESOURCES, faults={"*": Fault.DRIP}) as server:
            connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=5)
            self.addCleanup(connection.close)
            connection.request("GET", "/fhir/R4/Patient/p1")
            response = connection.getresponse()
            started = time.monotonic()
            self.assertEqual([response.read(1) for _ in range(4)], [b"{", b'"', b"r", b"e"])
            self.assertGreater(time.monotonic() - started, 0.1)

    def test_oversized(self) -> None:
        answer = self.faulty(Fault.OVERSIZED)
        self.assertEqual((len(answer.content), answer.body["type"]), (OVERSIZED_BYTES, "searchset"))
        self.assertEqual(len(self.faulty(Fault.GZIP_BOMB).content), OVERSIZED_BYTES)
        bomb = self.faulty(Fault.GZIP_BOMB, Accept_Encoding="gzip").content
        self.assertLess(len(bomb), 100_000)
        self.assertEqual(gzip.decompress(bomb), answer.content)

    def test_redirects(self) -> None:
        for fault, status in REDIRECTS.items():
            answer = self.faulty(fault)
            self.assertEqual(answer.status, status)
            self.assertEqual(urlsplit(answer.headers["Location"]).hostname, "localhost")

    def test_elsewhere(self) -> None:
        """Where redirects and foreign links lead is chosen; by default it is there, and answers."""
        for fault in (Fault.REDIRECT, Fault.FOREIGN_NEXT):
            with FhirServer(RESOURCES, faults={"Observation": fault}) as server:
                answer = ask(server, SEARCH)
                url = answer.headers.get("Location") or next_url(answer.body)
                path = url.removeprefix(f"http://localhost:{server.port}")
                self.assertTrue(path.startswith("/elsewhere/Observation?"))
                server.elsewhere = "http://192.0.2.1/fhir"
                answer = ask(server, SEARCH)
                url = answer.headers.get("Location") or next_url(answer.body)
                self.assertTrue(url.startswith("http://192.0.2.1/fhir/Observation?"))

    def test_wrong_content(self) -> None:
        outcome = self.faulty(Fault.OPERATION_OUTCOME).body
        self.assertEqual(outcome["resourceType"], "OperationOutcome")
        self.assertEqual(self.faulty(Fault.WRONG_TYPE).body["resourceType"], "Basic")
        for path in (SEARCH, "/Observation?patient=p2"):
            for entry in self.faulty(Fault.WRONG_PATIENT, path).body["entry"]:
                self.assertEqual(entry["resource"]["subject"]["reference"],
                                 f"Patient/{OTHER_PATIENT}")

    def test_paging_loop(self) -> None:
        with FhirServer(RESOURCES, faults={"*": Fault.PAGING_LOOP}) as server:
            path = SEARCH + "&_count=1"
            for _ in range(3):
                page = ask(server, path).body
                self.assertEqual(page["entry"][0]["resource"]["id"], "o1")
                path = next_url(page).removeprefix(server.base_url)

    def test_metadata_is_spoilt_only_by_name(self) -> None:
        for faults, status in (({"*": Fault.GONE}, 200), ({"metadata": Fault.GONE}, 410)):
            with FhirServer(RESOURCES, faults=faults) as server:
                self.assertEqual(ask(server, "/metadata").status, status)


if __name__ == "__main__":
    unittest.main()
