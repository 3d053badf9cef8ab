"""What the bone-health view asks of the service, and what it cannot be made to do."""

import unittest

from hook_body import HOOK_INSTANCE  # first: it makes the test tools importable
from service import GUIDELINES, Service, patient

from fhir_search_parameters import Json  # noqa: I001
from fhir_server import FhirServer
from hook_request import FhirAccess, Mode, hook_request

TOKEN = "token-5f0cd6a1"


class View(unittest.TestCase):

    @classmethod
    def setUpClass(cls) -> None:
        cls.service = Service(GUIDELINES[0])
        cls.addClassCleanup(lambda: cls.service.stop())

    def configuration(self) -> Json:
        return self.service.client.send("GET", "/smart/configuration").body

    def test_is_told_what_to_ask_for(self) -> None:
        configuration = self.configuration()
        service = self.service.service_for("patient-view")
        self.assertEqual(configuration["prefetch"], service["prefetch"])
        self.assertEqual(configuration["clientId"], "bone-health-cds")
        types = {template.partition("?")[0].partition("/")[0] for template in service["prefetch"].values()}
        self.assertEqual(set(configuration["scope"].split()),
                         {"openid", "fhirUser"} | {f"patient/{name}.read" for name in types})

    def test_tells_bone_density_and_drugs_over_time(self) -> None:
        record = patient("V60").once_signed()
        request = hook_request(self.service.service_for("patient-view"), record, mode=Mode.FULL,
                               hook_instance=HOOK_INSTANCE)
        answer = self.service.client.send("POST", "/smart/view", request)
        self.assertEqual(answer.status, 200, answer.text)
        self.assertEqual(answer.body["guideline"]["occasion"], "chart")
        self.assertTrue(answer.body["history"]["drugs"])

    def answer_about(self, name: str, *left_out: str) -> Json:
        request = hook_request(self.service.service_for("patient-view"), patient(name).once_signed(), mode=Mode.FULL,
                               hook_instance=HOOK_INSTANCE)
        for key in left_out:
            del request["prefetch"][key]
        answer = self.service.client.send("POST", "/smart/view", request)
        self.assertEqual(answer.status, 200, answer.text)
        return answer.body

    def test_tells_how_the_next_scan_stands(self) -> None:
        for name, standing in {"V01": "none-known", "V02": "not-due", "V17": "overdue", "V18": "due",
                               "V32": "no-value", "V33": "non-central", "V52": "ordered"}.items():
            with self.subTest(name):
                self.assertEqual(self.answer_about(name)["history"]["nextDxa"]["standing"], standing)

    def test_calls_no_scan_overdue_that_may_not_be_the_last(self) -> None:
        next_dxa = self.answer_about("V17", "dxaReports")["history"]["nextDxa"]
        self.assertEqual((next_dxa["standing"], next_dxa["scansLookedUp"]), ("not-looked-up", False))
        self.assertNotIn("window", next_dxa)

    def test_says_nothing_of_scans_out_of_scope(self) -> None:
        for name, reason in {"V34": "infertility", "V41": "child", "V53": "metastatic-on-agent",
                             "V58": "hospice"}.items():
            with self.subTest(name):
                answer = self.answer_about(name)
                self.assertEqual((answer["outOfScope"], answer["cards"]), (reason, []))
                self.assertNotIn("nextDxa", answer["history"])
        self.assertNotIn("outOfScope", self.answer_about("V02"))

    def test_tells_a_scan_that_came_twice_once(self) -> None:
        densities = self.answer_about("V27")["history"]["densities"]
        results = [(point["date"], point["site"], point.get("tScore"), point.get("bmd")) for point in densities]
        self.assertEqual(len(results), len(set(results)))

    def test_tells_a_patient_nothing(self) -> None:
        record = patient("V03").once_signed()
        for user in (f"Patient/{record.patient_id}", "https://ehr.example.org/fhir/Patient/somebody/_history/2",
                     "RelatedPerson/daughter"):
            request = hook_request(self.service.service_for("patient-view"), record, mode=Mode.FULL,
                                   hook_instance=HOOK_INSTANCE)
            request["context"]["userId"] = user
            answer = self.service.client.send("POST", "/smart/view", request)
            self.assertEqual((answer.status, answer.body), (200, {"notOurs": "patient-or-relative"}))

    def test_asks_no_server(self) -> None:
        record = patient("V03").once_signed()
        with FhirServer(record.store, access_token=TOKEN) as fhir:
            access = FhirAccess(fhir.base_url, TOKEN)
            request = hook_request(self.service.service_for("patient-view"), record, mode=Mode.FHIR, fhir_access=access,
                                   hook_instance=HOOK_INSTANCE)
            answer = self.service.client.send("POST", "/smart/view", request)
            self.assertEqual((answer.status, len(fhir.log)), (412, 0), answer.text)

    def test_cards_link_to_it_where_there_is_a_server_to_read(self) -> None:
        record = patient("V03")
        service = self.service.order_sign()
        with FhirServer(record.store, access_token=TOKEN) as fhir:
            request = hook_request(service, record, mode=Mode.FHIR, fhir_access=FhirAccess(fhir.base_url, TOKEN),
                                   hook_instance=HOOK_INSTANCE)
            cards = self.service.client.call(service["id"], request).body["cards"]
        links = [link for card in cards for link in card.get("links", []) if link["type"] == "smart"]
        self.assertEqual(links, [{"label": "Open the bone-health view", "url": self.service.base_url + "/smart/launch",
                                  "type": "smart"}])
        prefetched = hook_request(service, record, mode=Mode.FULL, hook_instance=HOOK_INSTANCE)
        cards = self.service.client.call(service["id"], prefetched).body["cards"]
        self.assertFalse([link for card in cards for link in card.get("links", []) if link["type"] == "smart"])


if __name__ == "__main__":
    unittest.main()
