"""Tests of the quirks of the FHIR server."""

import gzip
import json
import unittest
from typing import Any

from example_record import LOINC, RESOURCES
from fhir_client import TOKEN, FhirClient, ask, next_url, pages
from fhir_quirks import Quirk
from fhir_server import FhirServer

SEARCH = "/Observation?patient=p1"
BY_CODE = f"{SEARCH}&code={LOINC}%7C38267-1,{LOINC}%7C38264-8"


def ids_in(page: Any) -> list[str]:
    return [entry["resource"]["id"] for entry in page.get("entry", [])]


class Quirks(unittest.TestCase):

    def server(self, *quirks: Quirk, **options: Any) -> FhirServer:
        server = FhirServer(RESOURCES, access_token=TOKEN, quirks=quirks, **options)
        server.__enter__()
        self.addCleanup(server.__exit__)
        return server

    def test_every_quirk_leaves_the_data_as_they_are(self) -> None:
        expected = {"o1", "o2", "o3"}
        for quirk in set(Quirk) - {Quirk.THROTTLE_ONCE, Quirk.BUSY_ONCE}:
            server = self.server(quirk)
            found = {name for page in pages(server, SEARCH) for name in ids_in(page)}
            self.assertEqual(found, expected, quirk)
            self.assertEqual(ask(server, "/Patient/p1").body["id"], "p1", quirk)

    def test_totals(self) -> None:
        nothing = "/Observation?patient=p2"
        self.assertNotIn("total", ask(self.server(Quirk.NO_TOTAL), SEARCH).body)
        server = self.server(Quirk.NO_ENTRY)
        self.assertEqual(ask(server, SEARCH).body["total"], 3)
        self.assertEqual({"total", "entry"} & set(ask(server, nothing).body), set())

    def test_order(self) -> None:
        newest_first = SEARCH + "&_sort=-date"
        self.assertEqual(ids_in(ask(self.server(), newest_first).body), ["o2", "o3", "o1"])
        self.assertEqual(ids_in(ask(self.server(Quirk.OLDEST_FIRST), newest_first).body),
                         ["o1", "o3", "o2"])

    def test_strict_parameters(self) -> None:
        server = self.server(Quirk.STRICT_PARAMETERS)
        self.assertEqual(ask(server, SEARCH).status, 200)
        for parameter in ("_sort=-date", "_count=200"):
            self.assertEqual(ask(server, f"{SEARCH}&{parameter}").status, 400)
        server = self.server(Quirk.STRICT_PARAMETERS, page_size=1)
        self.assertEqual(len(list(pages(server, SEARCH))), 3)

    def test_bare_401(self) -> None:
        server = self.server(Quirk.BARE_401)
        for path, ending in ((SEARCH, b"</html>"), ("/Patient/p1", b"")):
            answer = ask(server, path, token="other")
            self.assertEqual(answer.status, 401)
            self.assertNotIn("WWW-Authenticate", answer.headers)
            self.assertEqual(answer.content[-7:], ending)

    def test_paging(self) -> None:
        server = self.server(Quirk.OFFSET_PAGING)
        first = ask(server, BY_CODE + "&_count=200").body
        self.assertEqual(len(ids_in(first)), 2)
        self.assertIn("_offset=2", next_url(first))
        self.assertIn("|", next_url(first))
        first = ask(self.server(Quirk.RELATIVE_NEXT), SEARCH).body
        self.assertTrue(next_url(first).startswith("Observation?"))

    def test_encodings(self) -> None:
        server = self.server(Quirk.GZIP)
        self.assertEqual(json.loads(ask(server, SEARCH).content)["total"], 3)
        answer = ask(server, SEARCH, Accept_Encoding="gzip")
        self.assertEqual(json.loads(gzip.decompress(answer.content))["total"], 3)
        answer = ask(self.server(Quirk.CHUNKED), SEARCH)
        self.assertEqual(answer.headers["Transfer-Encoding"], "chunked")
        self.assertNotIn("Content-Length", answer.headers)
        both = ask(self.server(Quirk.CHUNKED, Quirk.GZIP), SEARCH, Accept_Encoding="gzip")
        self.assertEqual(both.body["total"], 3)

    def test_connections_that_are_no_longer(self) -> None:
        for quirk in (Quirk.STALE_KEEP_ALIVE, Quirk.RESET_REUSED):
            client = FhirClient(self.server(quirk))
            self.addCleanup(client.close)
            answer = client.send("/Patient/p1")
            self.assertEqual((answer.status, answer.headers.get("Connection")), (200, None))
            with self.assertRaises(ConnectionError, msg=quirk):
                client.send("/Patient/p1")

    def test_not_the_first_time(self) -> None:
        for quirk, status, seconds in ((Quirk.THROTTLE_ONCE, 429, "0"), (Quirk.BUSY_ONCE, 503, "1")):
            server = self.server(quirk)
            for path in (SEARCH, "/Patient/p1"):
                first = ask(server, path)
                self.assertEqual((first.status, first.headers["Retry-After"]), (status, seconds))
                self.assertEqual(ask(server, path).status, 200)


if __name__ == "__main__":
    unittest.main()
