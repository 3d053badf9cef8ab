"""Tests of the FHIR server and its faults."""

import http.client
import json
import threading
import time
import unittest
from typing import Any
from urllib.parse import urlsplit

from example_record import RESOURCES
from fhir_http import OTHER_PATIENT, OVERSIZED_BYTES, Fault
from fhir_server import FhirServer


class Http(unittest.TestCase):

    def get(self, server: FhirServer, path: str, token: str | None = "secret", method: str = "GET",
            body: str | None = None, timeout: float = 5) -> tuple[int, dict[str, str], bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=timeout)
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            connection.request(method, f"/fhir/R4{path}", body, headers)
            response = connection.getresponse()
            return response.status, dict(response.getheaders()), response.read()
        finally:
            connection.close()

    def server(self, **options: Any) -> FhirServer:
        return FhirServer(RESOURCES, access_token="secret", **options)

    def test_interactions(self) -> None:
        with self.server() as server:
            self.assertEqual(self.get(server, "/Patient/p1", token=None)[0], 401)
            self.assertEqual(self.get(server, "/Patient/p1", token="other")[0], 401)
            self.assertEqual(self.get(server, "/Patient/p1")[0], 200)
            self.assertEqual(self.get(server, "/Patient/p9")[0], 404)
            self.assertEqual(self.get(server, "/Observation?patient=p1&colour=red")[0], 400)
            self.assertEqual(self.get(server, "/Patient", method="POST", body="{}")[0], 405)
            status, _, body = self.get(server, "/metadata", token=None)
            self.assertEqual(json.loads(body)["fhirVersion"], "4.0.1")
            status, _, body = self.get(server, "/Observation/_search", method="POST",
                                       body="patient=p1&code=http%3A%2F%2Floinc.org%7C38264-8")
            self.assertEqual(json.loads(body)["total"], 1)
            batch = {"resourceType": "Bundle", "type": "batch", "entry": [
                {"request": {"method": "GET", "url": "Patient/p1"}},
                {"request": {"method": "GET", "url": "Observation?patient=p1"}},
                {"request": {"method": "DELETE", "url": "Patient/p1"}}]}
            status, _, body = self.get(server, "/", method="POST", body=json.dumps(batch))
            self.assertEqual([entry["response"]["status"] for entry in json.loads(body)["entry"]],
                             ["200", "200", "405"])

    def test_paging(self) -> None:
        with self.server() as server:
            path, seen = "/Observation?patient=p1&_count=1", []
            while path:
                page = json.loads(self.get(server, path)[2])
                seen += [entry["resource"]["id"] for entry in page["entry"]]
                links = [link["url"] for link in page["link"] if link["relation"] == "next"]
                path = links[0].removeprefix(server.base_url) if links else ""
            self.assertEqual(seen, ["o1", "o2", "o3"])

    def test_log_latency_and_concurrency(self) -> None:
        with self.server(latency=0.2) as server:
            threads = [threading.Thread(target=self.get, args=(server, "/Patient/p1"))
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
            server.clear_log()
            self.assertEqual(server.most_at_once, 0)

    def faulty(self, fault: Fault, path: str = "/Observation?patient=p1",
               timeout: float = 5) -> tuple[int, dict[str, str], bytes]:
        with self.server(faults={"Observation": fault}) as server:
            self.assertEqual(self.get(server, "/Patient/p1")[0], 200)
            return self.get(server, path, timeout=timeout)

    def test_faults(self) -> None:
        self.assertEqual(self.faulty(Fault.SERVER_ERROR)[0], 500)
        status, headers, _ = self.faulty(Fault.TOO_MANY_REQUESTS)
        self.assertEqual((status, headers["Retry-After"]), (429, "1"))
        with self.assertRaises(TimeoutError):
            self.faulty(Fault.HANG, timeout=0.3)
        with self.assertRaises((ConnectionResetError, http.client.IncompleteRead)):
            self.faulty(Fault.RESET)
        status, _, body = self.faulty(Fault.TRUNCATED)
        with self.assertRaises(ValueError):
            json.loads(body)
        self.assertEqual(self.faulty(Fault.EMPTY)[2], b"")
        self.assertIn("text/html", self.faulty(Fault.HTML)[1]["Content-Type"])
        body = self.faulty(Fault.OVERSIZED)[2]
        self.assertEqual((len(body), json.loads(body)["type"]), (OVERSIZED_BYTES, "searchset"))
        status, headers, _ = self.faulty(Fault.REDIRECT)
        self.assertEqual((status, urlsplit(headers["Location"]).hostname), (302, "localhost"))
        outcome = json.loads(self.faulty(Fault.OPERATION_OUTCOME)[2])
        self.assertEqual(outcome["resourceType"], "OperationOutcome")
        for path in ("/Observation?patient=p1", "/Observation?patient=p2"):
            for entry in json.loads(self.faulty(Fault.WRONG_PATIENT, path)[2])["entry"]:
                self.assertEqual(entry["resource"]["subject"]["reference"],
                                 f"Patient/{OTHER_PATIENT}")

    def test_paging_loop(self) -> None:
        with self.server(faults={"*": Fault.PAGING_LOOP}) as server:
            path = "/Observation?patient=p1&_count=1"
            for _ in range(3):
                page = json.loads(self.get(server, path)[2])
                self.assertEqual(page["entry"][0]["resource"]["id"], "o1")
                url = next(link["url"] for link in page["link"] if link["relation"] == "next")
                path = url.removeprefix(server.base_url)


if __name__ == "__main__":
    unittest.main()
