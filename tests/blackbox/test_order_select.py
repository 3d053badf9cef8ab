"""order-select says of the selected orders what order-sign will say, and nothing of others."""

import copy
import unittest
from typing import Any

from hook_body import HOOK_INSTANCE, amoxicillin, letrozole  # first: it makes the test tools importable
from service import GUIDELINES, PATIENTS, Service, patient

from conformance import check_error, check_response  # noqa: I001
from expectations import advice_of
from fhir_search_parameters import Json
from fhir_server import FhirServer
from hook_request import FhirAccess, Mode, hook_request
from patient_record import PatientRecord

SERVICE_ID = "aromatase-inhibitor-bone-health-select"
SILENCE = {"cards": []}
TOKEN = "token-5f0cd6a1"


def told(body: Json) -> list[Any]:
    """All that the cards say, without the uuids, which are of one call."""
    cards = copy.deepcopy(body["cards"])
    for card in cards:
        del card["uuid"]
        for suggestion in card.get("suggestions", []):
            del suggestion["uuid"]
    return cards


class AsSigned(unittest.TestCase):
    guideline = GUIDELINES[0]

    @classmethod
    def setUpClass(cls) -> None:
        # What is compared must not depend on how fast this machine is.
        cls.service = Service(cls.guideline, "--fhir-deadline", "10000")
        cls.addClassCleanup(lambda: cls.service.stop())

    def answers(self, record: PatientRecord, mode: Mode, access: FhirAccess | None = None) -> list[Json]:
        answers = []
        for hook in ("order-sign", "order-select"):
            service = self.service.service_for(hook)
            request = hook_request(service, record, mode=mode, fhir_access=access, hook_instance=HOOK_INSTANCE)
            answer = self.service.client.call(service["id"], request)
            self.assertEqual(answer.status, 200, answer.text)
            self.assertEqual(check_response(answer.body, request), [])
            answers.append(answer.body)
        return answers

    def test_both_say_the_same_of_every_patient(self) -> None:
        for path in PATIENTS:
            record = PatientRecord.load(path)
            with FhirServer(record.store, access_token=TOKEN) as fhir:
                for mode, access in ((Mode.FULL, None), (Mode.FHIR, FhirAccess(fhir.base_url, TOKEN))):
                    with self.subTest(path.stem, guideline=self.guideline, mode=mode):
                        signed, selected = self.answers(record, mode, access)
                        self.assertEqual(told(selected), told(signed))
                        uuids = {card["uuid"] for body in (signed, selected) for card in body["cards"]}
                        self.assertEqual(len(uuids), 2 * len(signed["cards"]))


class AsSignedWho(AsSigned):
    guideline = GUIDELINES[1]


class AsSignedAsco(AsSigned):
    guideline = GUIDELINES[2]


class Selections(unittest.TestCase):

    @classmethod
    def setUpClass(cls) -> None:
        cls.service = Service()
        cls.addClassCleanup(lambda: cls.service.stop())
        cls.select = cls.service.service_for("order-select")

    def request(self, *selections: Any, name: str = "V03") -> Json:
        request = hook_request(self.select, patient(name), mode=Mode.FULL)
        if selections:
            request["context"]["selections"] = list(selections)
        return request

    def letrozole_of(self, request: Json) -> Json:
        return next(entry for entry in request["context"]["draftOrders"]["entry"]
                    if entry["resource"]["resourceType"] == "MedicationRequest"
                    and "etrozole" in str(entry["resource"]["medicationCodeableConcept"]))

    def answer(self, request: Json) -> Any:
        answer = self.service.client.call(SERVICE_ID, request)
        if answer.status == 200:
            self.assertEqual(check_response(answer.body, request), [])
        else:
            self.assertEqual(check_error(answer.status, answer.body), [])
        return answer

    def speaks(self, request: Json) -> bool:
        answer = self.answer(request)
        self.assertEqual(answer.status, 200, answer.text)
        return answer.body != SILENCE

    def test_references_are_understood_in_all_forms(self) -> None:
        request = self.request()
        entry = self.letrozole_of(request)
        order_id = entry["resource"]["id"]
        entry["fullUrl"] = "urn:uuid:0f0fd6a1-7a3e-4c55-8a94-0c3f6f0e6f15"
        for selection in (f"MedicationRequest/{order_id}", order_id, entry["fullUrl"],
                          f"https://ehr.example.org/fhir/R4/MedicationRequest/{order_id}",
                          f"MedicationRequest/{order_id}/_history/1"):
            with self.subTest(selection):
                request["context"]["selections"] = ["ServiceRequest/nowhere", selection]
                self.assertTrue(self.speaks(request))

    def test_ids_of_unsigned_orders_may_be_long(self) -> None:
        request = self.request()
        entry = self.letrozole_of(request)
        entry["resource"]["id"] = "e.-" * 63
        request["context"]["selections"] = [f"MedicationRequest/{entry['resource']['id']}"]
        self.assertTrue(self.speaks(request))

    def test_other_selections_are_silent_at_once(self) -> None:
        """No data are asked for: there is no prefetch and no server."""
        request = letrozole()
        order_id = request["context"]["draftOrders"]["entry"][0]["resource"]["id"]
        request |= {"hook": "order-select"}
        for selections in ([], ["MedicationRequest/another"], [f"ServiceRequest/{order_id}"], [f"#{order_id}"], [""],
                           ["/"], [order_id + "/"]):
            with self.subTest(selections):
                request["context"]["selections"] = selections
                self.assertFalse(self.speaks(request))
        request["context"]["selections"] = [f"MedicationRequest/{order_id}"]
        self.assertEqual(self.answer(request).status, 412)

    def test_an_order_of_another_drug_is_silent(self) -> None:
        request = amoxicillin() | {"hook": "order-select"}
        request["context"]["selections"] = ["MedicationRequest/order-1"]
        self.assertFalse(self.speaks(request))

    def test_the_other_drafts_are_known_all_the_same(self) -> None:
        """A scan that is drafted beside letrozole needs no second one."""
        request = self.request(name="V01")
        entry = self.letrozole_of(request)
        request["context"]["selections"] = [f"MedicationRequest/{entry['resource']['id']}"]
        self.assertIn("dxa-baseline", advice_of(self.answer(request).body))
        scan = {"resourceType": "ServiceRequest", "id": "scan", "status": "draft", "intent": "order",
                "subject": entry["resource"]["subject"],
                "code": {"coding": [{"system": "http://www.ama-assn.org/go/cpt", "code": "77080"}]}}
        request["context"]["draftOrders"]["entry"].append({"resource": scan})
        self.assertIn("dxa-already-ordered", advice_of(self.answer(request).body))

    def test_an_order_may_lack_what_is_not_filled_in_yet(self) -> None:
        request = self.request()
        order = self.letrozole_of(request)["resource"]
        expected = advice_of(self.answer(request).body)
        for name in ("dosageInstruction", "dispenseRequest", "authoredOn", "requester", "status", "intent", "reasonCode"):
            order.pop(name, None)
            with self.subTest(name):
                self.assertEqual(advice_of(self.answer(request).body), expected)

    def test_shapes(self) -> None:
        for wrong in ("(missing)", None, "MedicationRequest/1", 7, {}, [7], [None], [{}], ["x"] * 1001):
            with self.subTest(str(wrong)[:40]):
                request = self.request("x")
                del request["context"]["selections"]
                if wrong != "(missing)":
                    request["context"]["selections"] = wrong
                self.assertEqual(self.answer(request).status, 400)
        request = self.request()
        del request["context"]["draftOrders"]
        self.assertEqual(self.answer(request).status, 400)

    def test_many_selections_of_many_orders_take_no_time(self) -> None:
        request = self.request()
        entry = self.letrozole_of(request)
        request["context"]["draftOrders"]["entry"] = [
            {"resource": entry["resource"] | {"id": f"order-{number}"}} for number in range(3_000)]
        request["context"]["selections"] = [f"MedicationRequest/nowhere-{number}" for number in range(1_000)]
        answer = self.answer(request)
        self.assertEqual(answer.body, SILENCE)
        self.assertLess(answer.seconds, 5)


if __name__ == "__main__":
    unittest.main()
