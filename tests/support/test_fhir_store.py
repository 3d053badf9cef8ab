"""Tests of search in memory."""

import unittest
from urllib.parse import urlsplit

from example_record import LOINC, STORE
from fhir_search_parameters import SearchError, parse_query


class Search(unittest.TestCase):

    def found(self, resource_type: str, query: str) -> str:
        return " ".join(item["id"] for item in STORE.search(resource_type, parse_query(query)))

    def test_tokens(self) -> None:
        self.assertEqual(self.found("Observation", f"patient=p1&code={LOINC}|38267-1"), "o1 o2")
        self.assertEqual(self.found("Observation", "patient=p1&code=38264-8"), "o3")
        self.assertEqual(self.found("Observation", "patient=p1&code=urn:x|1,38264-8"), "o3")
        self.assertEqual(self.found("Observation", "patient=p1&code=urn:x|38264-8"), "")
        self.assertEqual(self.found("Observation", f"patient=p1&code={LOINC}|"), "o1 o2 o3")
        self.assertEqual(self.found("Observation", "patient=p1&status=final,amended"), "o1 o2")
        self.assertEqual(self.found("Condition", "patient=p1&code=|2"), "c1")
        self.assertEqual(self.found("Condition", "patient=p1&code=|1"), "")
        self.assertEqual(self.found("Condition", "patient=p1&clinical-status=active"), "c1")

    def test_references(self) -> None:
        for value in ("p1", "Patient/p1", "https://ehr.example.org/fhir/R4/Patient/p1"):
            self.assertEqual(self.found("Condition", f"subject={value}"), "c1")
        self.assertEqual(self.found("Condition", "patient=p2"), "")
        self.assertEqual(self.found("Condition", "patient=Group/p1"), "")

    def test_dates(self) -> None:
        # o2 was late in the evening: it is the next day in UTC
        for value, expected in (("2024-03-10", "o1"), ("2024", "o1"), ("gt2024-03-10", "o2 o3"),
                                ("ge2024-03-10", "o1 o2 o3"), ("lt2025-06-10", "o1 o3"),
                                ("le2025-06", "o1 o3"), ("2026-03-11", "o2"),
                                ("ge2026-03-11T04:30:00Z", "o2"), ("eq2025-06-10", "")):
            self.assertEqual(self.found("Observation", f"patient=p1&date={value}"), expected, value)
        self.assertEqual(self.found("Observation", "patient=p1&date=ge2024&date=lt2025"), "o1")
        self.assertEqual(self.found("Condition", "patient=p1&onset-date=ge2026"), "c1")

    def test_sorting(self) -> None:
        self.assertEqual(self.found("Observation", "patient=p1&_sort=-date"), "o2 o3 o1")
        self.assertEqual(self.found("Observation", "patient=p1&_sort=code,-date"), "o3 o2 o1")

    def test_what_no_server_answers(self) -> None:
        for query in ("code=38267-1", "patient=p1&colour=red", "patient=p1&code:in=x",
                      "patient=p1&subject.name=x", "patient=p1&_has:x=y", "patient=p1&date=sa2020",
                      "patient=p1&_sort=colour", "patient=p1&_count=many", "patient="):
            with self.assertRaises(SearchError, msg=query):
                STORE.searchset("http://x", "Observation", parse_query(query))
        for resource_type in ("Condition", "MedicationAdministration"):
            with self.assertRaises(SearchError):
                parameter = "status" if resource_type == "Condition" else "date"
                STORE.search(resource_type, [("patient", "p1"), (parameter, "active")])
        with self.assertRaises(SearchError):
            STORE.search("Spaceship", [("patient", "p1")])

    def test_searchset(self) -> None:
        page = STORE.searchset("http://x", "Observation", parse_query("patient=p1&_count=2"))
        self.assertEqual((page["total"], len(page["entry"])), (3, 2))
        following = next(link["url"] for link in page["link"] if link["relation"] == "next")
        page = STORE.searchset("http://x", "Observation", parse_query(urlsplit(following).query))
        self.assertEqual([entry["resource"]["id"] for entry in page["entry"]], ["o3"])
        self.assertNotIn("next", [link["relation"] for link in page["link"]])

        page = STORE.searchset("http://x", "Observation", parse_query("patient=p1&_elements=code"))
        self.assertEqual(set(page["entry"][0]["resource"]), {"resourceType", "id", "code", "meta"})
        page = STORE.searchset("http://x", "Observation",
                               parse_query("patient=p1&_include=Observation:subject"))
        self.assertEqual(page["entry"][-1]["search"]["mode"], "outcome")
        page = STORE.searchset("http://x", "Observation", parse_query("patient=p2"))
        self.assertNotIn("entry", page)


if __name__ == "__main__":
    unittest.main()
