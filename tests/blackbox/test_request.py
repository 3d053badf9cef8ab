"""What a call must have, and what the service does not care about (CDS Hooks R40-R55, R12, R165, R166)."""

import copy
import unittest
from typing import Any

from hook_body import amoxicillin, call_for, letrozole, order, with_all_data  # first: it finds the test tools
from service import SERVICE_ID, Service

from conformance import check_error, check_response  # noqa: I001

NOT_A_STRING = (None, 7, True, [], {}, "", ["x"], {"x": 1})
NOT_AN_OBJECT = (None, 7, True, "x", [], ["x"])


class Request(unittest.TestCase):

    @classmethod
    def setUpClass(cls) -> None:
        cls.service = Service()
        cls.addClassCleanup(lambda: cls.service.stop())
        cls.order_sign = cls.service.order_sign()

    def status(self, body: Any) -> int:
        answer = self.service.client.call(SERVICE_ID, body)
        if answer.status == 200:
            self.assertEqual(check_response(answer.body, body), [])
        else:
            self.assertEqual(check_error(answer.status, answer.body), [])
            self.assertNotIn("canary", answer.text)
        return answer.status

    def test_the_id_of_the_service(self) -> None:
        self.assertEqual(self.order_sign["id"], SERVICE_ID)

    def test_required_members(self) -> None:
        for path, wrong in ((("hook",), NOT_A_STRING), (("hookInstance",), NOT_A_STRING),
                            (("context",), NOT_AN_OBJECT), (("context", "patientId"), NOT_A_STRING),
                            (("context", "draftOrders"), NOT_AN_OBJECT)):
            for value in ("(missing)", *wrong):
                with self.subTest(path, value=value):
                    body = letrozole()
                    holder = body
                    for step in path[:-1]:
                        holder = holder[step]
                    del holder[path[-1]]
                    if value != "(missing)":
                        holder[path[-1]] = value
                    self.assertEqual(self.status(body), 400)

    def test_an_empty_body_of_orders_is_no_error(self) -> None:
        self.assertEqual(self.status(call_for()), 200)
        body = call_for()
        del body["context"]["draftOrders"]["entry"]
        self.assertEqual(self.status(body), 200)

    def test_patient_ids(self) -> None:
        for good in ("a", "A-1.b", "x" * 64):
            body = call_for(order("308191", patient_id=good))
            body["context"]["patientId"] = good
            self.assertEqual(self.status(body), 200)
        for bad in ("a/b", "Patient/a", "a?b", "a b", "a%0d%0a", "a\r\nb", "ä", "a_b", "../x", "x" * 65, "a\0"):
            with self.subTest(bad):
                body = letrozole()
                body["context"]["patientId"] = bad
                self.assertEqual(self.status(body), 400)

    def test_the_hook_must_be_ours(self) -> None:
        for hook in ("order-select", "patient-view", "Order-Sign", "order-sign ", "canary"):
            with self.subTest(hook):
                self.assertEqual(self.status(amoxicillin() | {"hook": hook}), 400)

    def test_a_hook_instance_that_is_no_uuid_is_accepted(self) -> None:
        for instance in ("1", "d1577c69dfbe44ad", "some free text"):
            body = with_all_data(self.order_sign) | {"hookInstance": instance}
            self.assertEqual(self.status(body), 200)

    def test_long_order_ids(self) -> None:
        self.assertEqual(self.status(call_for(order("308191", "e" * 190))), 200)

    def test_another_patients_order(self) -> None:
        self.assertEqual(self.status(call_for(order("200064", patient_id="p2"))), 400)
        self.assertEqual(self.status(call_for(order("308191", patient_id="p2"))), 200)  # none of ours: not looked at

    def test_a_call_without_cards_is_answered_before_any_data_are_looked_at(self) -> None:
        prefetch = {"conditions": "rubbish", "patient": {"resourceType": "Patient", "id": "p2"}}
        body = amoxicillin() | {"prefetch": prefetch}
        self.assertEqual(self.status(body), 200)

    def test_odd_entries_do_no_harm(self) -> None:
        odd: list[Any] = [{}, None, 7, "x", [], {"resource": None}, {"resource": 7}, {"resource": []}, {"resource": {}},
                          {"resource": {"resourceType": 7}}, {"resource": {"resourceType": "MedicationRequest"}}]
        body = amoxicillin()
        body["context"]["draftOrders"]["entry"] += odd
        self.assertEqual(self.status(body), 200)
        body = with_all_data(self.order_sign)
        expected = self.service.client.call(SERVICE_ID, body).text
        body["context"]["draftOrders"]["entry"] += odd
        self.assertEqual(self.service.client.call(SERVICE_ID, body).text, expected)

    def test_unknown_members_change_nothing(self) -> None:
        body = with_all_data(self.order_sign)
        expected = self.service.client.call(SERVICE_ID, body)
        self.assertEqual(expected.status, 200)
        strange = with_strangers(copy.deepcopy(body))
        self.assertEqual(self.service.client.call(SERVICE_ID, strange).text, expected.text)

    def test_any_member_of_another_type_does_no_harm(self) -> None:
        """Each member of a full call in turn replaced by something else: refused or answered, never a 5xx."""
        body = with_all_data(self.order_sign, "V12")
        body["prefetch"] = {key: value for key, value in body["prefetch"].items()
                            if value and (value["resourceType"] == "Patient" or value.get("entry"))}
        for path, holder, key in list(places(body)):
            original = holder[key]
            for wrong in (None, "no id: canary", 7, [], {}):
                holder[key] = wrong
                answer = self.service.client.call(SERVICE_ID, body)
                self.assertIn(answer.status, (200, 400, 412), (path, wrong))
                self.assertNotIn("canary", answer.text, path)
            holder[key] = original


def with_strangers(value: Any) -> Any:
    """The value with members that nobody knows in each of its objects."""
    if isinstance(value, dict):
        return {name: with_strangers(member) for name, member in value.items()} | {
            "x-unknown": {"canary": [1, None]}, "_unknown": "canary"}
    return [with_strangers(item) for item in value] if isinstance(value, list) else value


def places(value: Any, path: str = ""):
    """Every member and element of a JSON value: its path, what holds it, and under which key."""
    keys = value if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    for key in list(keys):
        here = f"{path}/{key}"
        yield here, value, key
        yield from places(value[key], here)


if __name__ == "__main__":
    unittest.main()
