"""What the workbench asks of the service: which guidelines there are, how a call is decided, what would be if."""

import gzip
import shutil
import tempfile
import unittest
import urllib.request
from pathlib import Path
from typing import Any

from hook_body import HOOK_INSTANCE, amoxicillin, letrozole, with_all_data  # first: it makes the test tools importable
from service import AS_OF, GUIDELINES, PATIENTS, ROOT, SERVICE_ID, Service

from fhir_search_parameters import Json  # noqa: I001
from hook_request import Mode, hook_request
from patient_record import PatientRecord

WHY = f"/workbench/why/{SERVICE_ID}"
TRY = f"/workbench/cds-services/{SERVICE_ID}"
# What a word of advice says of the next scan.
STANDINGS = {"dxa-already-ordered": "ordered", "dxa-baseline": "none-known", "dxa-central-needed": "non-central",
             "dxa-repeat": "overdue", "dxa-due-soon": "due", "dxa-not-due": "not-due"}


class Workbench(unittest.TestCase):

    @classmethod
    def setUpClass(cls) -> None:
        cls.service = Service(GUIDELINES[0])
        cls.addClassCleanup(lambda: cls.service.stop())

    def get(self, path: str) -> Any:
        answer = self.service.client.send("GET", path)
        self.assertEqual(answer.status, 200, answer.text[:300])
        return answer.body

    def post(self, path: str, body: Json, status: int = 200) -> Any:
        answer = self.service.client.send("POST", path, body)
        self.assertEqual(answer.status, status, answer.text[:300])
        return answer.body

    def test_says_what_there_is(self) -> None:
        about = self.get("/workbench/about")
        self.assertEqual(about["guideline"], GUIDELINES[0])
        self.assertEqual(set(about["guidelines"]), set(GUIDELINES))
        self.assertEqual((about["date"], about["dateIsFixed"]), (AS_OF, True))
        self.assertEqual([service["hook"] for service in about["services"]], ["order-sign", "order-select", "patient-view"])

    def test_describes_the_guidelines(self) -> None:
        guidelines = self.get("/workbench/guidelines")
        self.assertEqual({(one["key"], one["occasion"]) for one in guidelines},
                         {(key, occasion) for key in GUIDELINES for occasion in ("order", "chart")})
        for guideline in guidelines:
            self.assertEqual(len(guideline["tables"]), guideline["proof"].count("exactly one rule"))
            variables = {variable["name"] for variable in guideline["variables"]}
            for table in guideline["tables"]:
                self.assertLessEqual(set(table["inputs"]), variables)
                for rule in table["rules"]:
                    self.assertTrue(all(set(way) <= set(table["inputs"]) for way in rule["ways"]))
                    self.assertIn(rule["outcome"], {outcome["id"] for outcome in table["outcomes"]})

    def test_explains_each_patient_as_it_is_answered(self) -> None:
        service = self.service.order_sign()
        for path in PATIENTS:
            request = hook_request(service, PatientRecord.load(path), mode=Mode.FULL, hook_instance=HOOK_INSTANCE)
            for guideline in GUIDELINES:
                with self.subTest(path.stem, guideline=guideline):
                    answer = self.post(f"{TRY}?guideline={guideline}&date={AS_OF}", request)
                    why = self.post(f"{WHY}?guideline={guideline}&date={AS_OF}", request)
                    self.assertEqual([card["summary"] for card in why.get("cards", [])],
                                     [card["summary"] for card in answer["cards"]])
                    if "notOurs" not in why:
                        self.supposing_the_same_decides_the_same(why)
                        self.the_next_scan_stands_as_advised(why)

    def supposing_the_same_decides_the_same(self, why: Json) -> None:
        facts = {fact["name"]: fact["value"] for fact in why["facts"]}
        key = why["guideline"]["key"]
        decided = self.post(f"/workbench/decide?guideline={key}&occasion=order", {"facts": facts})
        self.assertEqual(decided["tables"], why["tables"])
        self.assertEqual(decided["counts"], why["counts"])
        self.assertEqual(decided.get("silent"), why.get("silent"))

    def the_next_scan_stands_as_advised(self, why: Json) -> None:
        if why.get("silent", "uneventful-renewal") != "uneventful-renewal":
            self.assertNotIn("nextDxa", why["history"])
            self.assertEqual(why["outOfScope"], why["silent"])
        elif "nextDxa" in why["history"]:
            told = {STANDINGS[word] for card in why["cards"] for word in card["advice"] if word in STANDINGS}
            self.assertLessEqual(told, {why["history"]["nextDxa"]["standing"]})

    def test_tells_facts_with_their_sources(self) -> None:
        why = self.post(WHY, with_all_data(self.service.order_sign(), "V03"))
        facts = {fact["name"]: fact for fact in why["facts"]}
        self.assertEqual((facts["t_score"]["value"], facts["t_score_site"]["value"]), (-2.7, "femoral neck"))
        self.assertTrue(facts["t_score"]["source"].startswith("Observation/"))
        self.assertIsNone(facts["parental_hip_fracture"]["value"])
        self.assertEqual(why["date"], AS_OF)
        points = why["history"]["densities"]
        self.assertIn(-2.7, [point.get("tScore") for point in points])
        self.assertEqual(points, sorted(points, key=lambda point: point["date"]))
        window = why["history"]["nextDxa"]["window"]
        self.assertGreater(window["latest"], window["from"])

    def test_another_day_is_another_answer(self) -> None:
        request = with_all_data(self.service.order_sign(), "V02")
        first = {table["table"]: table["rule"] for table in self.post(WHY, request)["tables"]}
        later = {table["table"]: table["rule"] for table in self.post(WHY + "?date=2036-06-15", request)["tables"]}
        self.assertNotEqual(first["bone-density"], later["bone-density"])

    def test_says_which_call_is_not_ours(self) -> None:
        self.assertEqual(self.post(WHY, amoxicillin()), {"notOurs": "not-an-ai-order"})

    def test_refuses_as_the_service_does(self) -> None:
        self.assertEqual(self.post(WHY, letrozole(), 412)["resourceType"], "OperationOutcome")
        self.post(WHY + "?guideline=another", letrozole(), 404)
        self.post(WHY + "?date=soon", letrozole(), 400)
        self.post("/workbench/decide", {"facts": {"t_score": -1}}, 422)
        refused = self.post("/workbench/decide", {"facts": {"t_score": 12}}, 422)
        self.assertEqual(refused["issue"][0]["diagnostics"], "t_score: it must be from -7 to 6")

    def test_changes_nothing_that_is_counted(self) -> None:
        request = with_all_data(self.service.order_sign(), "V03")
        before = self.service.client.call(SERVICE_ID, request).body
        self.post(WHY, request)
        self.post(TRY, request)
        self.assertEqual(self.service.client.call(SERVICE_ID, request).body, before)


class Versions(unittest.TestCase):
    """Another version of a profile beside the one that is served."""

    def test_it_is_compared_under_a_name_of_its_own(self) -> None:
        with tempfile.TemporaryDirectory() as directory:
            site = Path(directory) / "next"
            shutil.copytree(ROOT / "rules/guideline", site)
            profile = site / "aibl-2017/profile.json"
            profile.write_text(profile.read_text().replace('"version": "1.0.0"', '"version": "1.1.0"', 1))
            service = Service(GUIDELINES[0], "--compare-guideline", str(site / "aibl-2017") + "/")
            try:
                about = service.client.send("GET", "/workbench/about").body
                self.assertEqual(about["guidelines"], ["aibl-2017", "asco-2019", "who-osteoporosis", "next/aibl-2017"])
                versions = {one["key"]: one["version"]
                            for one in service.client.send("GET", "/workbench/guidelines").body}
                self.assertEqual((versions["aibl-2017"], versions["next/aibl-2017"]), ("1.0.0", "1.1.0"))
                why = service.client.send("POST", f"{WHY}?guideline=next%2Faibl-2017", with_all_data(service.order_sign()))
                self.assertEqual(why.body["guideline"]["version"], "1.1.0")
            finally:
                service.stop()


class Pages(unittest.TestCase):

    @classmethod
    def setUpClass(cls) -> None:
        cls.service = Service(GUIDELINES[0])
        cls.addClassCleanup(lambda: cls.service.stop())

    def test_pages_are_strict(self) -> None:
        for path in ("/", "/guideline", "/smart/launch", "/smart/view"):
            page = self.service.client.send("GET", path)
            self.assertEqual(page.status, 200, path)
            policy = page.headers["content-security-policy"]
            self.assertIn("default-src 'none'; script-src 'self'; style-src 'self'", policy)
            self.assertNotIn("unsafe", policy)
            for forbidden in (" style=", " onclick", "<style", "<script>"):
                self.assertNotIn(forbidden, page.text)

    def test_compressed_for_those_who_take_it(self) -> None:
        plain = self.service.client.send("GET", "/web/sample-patients.json")
        asked = urllib.request.Request(self.service.base_url + "/web/sample-patients.json",
                                       headers={"Accept-Encoding": "gzip"})
        with urllib.request.urlopen(asked) as packed:
            self.assertEqual(packed.headers["Content-Encoding"], "gzip")
            content = packed.read()
        self.assertEqual(len(plain.body), len(PATIENTS))
        self.assertNotIn("content-encoding", plain.headers)
        self.assertEqual(gzip.decompress(content).decode(), plain.text)
        self.assertLess(len(content), len(plain.text) // 5)


if __name__ == "__main__":
    unittest.main()
