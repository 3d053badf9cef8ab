"""Tests of the FHIR server when all is well."""

import json
import ssl
import threading
import time
import unittest
from typing import Any

from certificates import CertificateAuthority
from example_record import RESOURCES
from fhir_client import TOKEN, FhirClient, ask, pages
from fhir_server import FhirServer


class Http(unittest.TestCase):

    def server(self, **options: Any) -> FhirServer:
        return FhirServer(RESOURCES, access_token=TOKEN, **options)

    def test_interactions(self) -> None:
        with self.server() as server:
            self.assertEqual(ask(server, "/Patient/p1", token=None).status, 401)
            self.assertEqual(ask(server, "/Patient/p1", token="other").status, 401)
            self.assertEqual(ask(server, "/Patient/p1").status, 200)
            self.assertEqual(ask(server, "/Patient/p9").status, 404)
            self.assertEqual(ask(server, "/Observation?patient=p1&colour=red").status, 400)
            self.assertEqual(ask(server, "/Patient", "POST", "{}").status, 405)
            self.assertEqual(ask(server, "/metadata", token=None).body["fhirVersion"], "4.0.1")
            found = ask(server, "/Observation/_search", "POST",
                        "patient=p1&code=http%3A%2F%2Floinc.org%7C38264-8")
            self.assertEqual(found.body["total"], 1)
            batch = {"resourceType": "Bundle", "type": "batch", "entry": [
                {"request": {"method": "GET", "url": "Patient/p1"}},
                {"request": {"method": "GET", "url": "Observation?patient=p1"}},
                {"request": {"method": "DELETE", "url": "Patient/p1"}}]}
            answers = ask(server, "/", "POST", json.dumps(batch)).body["entry"]
            self.assertEqual([entry["response"]["status"] for entry in answers],
                             ["200", "200", "405"])

    def test_another_version(self) -> None:
        with self.server(fhir_version="3.0.2") as server:
            self.assertEqual(ask(server, "/metadata").body["fhirVersion"], "3.0.2")

    def test_paging(self) -> None:
        for options, path in (({}, "/Observation?patient=p1&_count=1"),
                              ({"page_size": 1}, "/Observation?patient=p1"),
                              ({"page_size": 1}, "/Observation?patient=p1&_count=200")):
            with self.server(**options) as server:
                found = [[entry["resource"]["id"] for entry in page["entry"]]
                         for page in pages(server, path)]
                self.assertEqual(found, [["o1"], ["o2"], ["o3"]])

    def test_log_latency_and_concurrency(self) -> None:
        with self.server(latency=0.2) as server:
            threads = [threading.Thread(target=ask, args=(server, "/Patient/p1"))
                       for _ in range(4)]
            started = time.monotonic()
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            self.assertLess(time.monotonic() - started, 0.7)
            self.assertEqual(server.most_at_once, 4)
            self.assertEqual([request.path for request in server.log], ["/fhir/R4/Patient/p1"] * 4)
            self.assertEqual(server.log[0].headers["Authorization"], "Bearer secret")
            self.assertEqual(len(server.requests_for("Patient")), 4)
            self.assertEqual(server.requests_for("Observation"), [])
            server.clear_log()
            self.assertEqual(server.most_at_once, 0)

    def test_connections_are_counted_and_kept_alive(self) -> None:
        with self.server() as server:
            client = FhirClient(server)
            self.addCleanup(client.close)
            for _ in range(3):
                self.assertEqual(client.send("/Patient/p1").status, 200)
            self.assertEqual(server.connections, 1)
            ask(server, "/Patient/p1")
            self.assertEqual(server.connections, 2)
        with self.assertRaises(OSError):  # the end of the server is the end of its connections
            client.send("/Patient/p1")

    def test_tls(self) -> None:
        authority, stranger = CertificateAuthority(), CertificateAuthority()
        self.addCleanup(authority.close)
        self.addCleanup(stranger.close)
        trust = ssl.create_default_context(cafile=str(authority.ca_file))
        localhost = authority.server_context("DNS:localhost")
        with self.server(host="localhost", tls=localhost) as server:
            self.assertTrue(server.base_url.startswith("https://localhost:"))
            client = FhirClient(server, trust=trust)
            self.addCleanup(client.close)
            self.assertEqual(client.send("/Patient/p1").status, 200)
        for host, context, problem in (
                ("127.0.0.1", localhost, "mismatch"),
                ("localhost", stranger.server_context("DNS:localhost"), "issuer"),
                ("localhost", authority.server_context("DNS:localhost", is_expired=True), "expired")):
            with self.server(host=host, tls=context) as server:
                with self.assertRaisesRegex(ssl.SSLCertVerificationError, problem):
                    FhirClient(server, trust=trust).send("/Patient/p1")
                self.assertEqual(server.log, [])


if __name__ == "__main__":
    unittest.main()
