"""JSON that is too deep, too much, or not quite JSON; calls in which a member is not what it should be (rows 13 to 16).

All of what RFC 8259 forbids and demands, class by class, is in tests/blackbox/test_json.py.
"""

import copy
import json
import re
import unittest
from collections.abc import Iterator
from typing import Any

from attack import BODY, CALL, JSON_TYPE, Attack, amoxicillin, head  # first: it makes the test tools importable
from hook_body import letrozole, order, text_with, with_all_data
from test_json import NOT_UTF8
from test_request import places, with_strangers

from conformance import check_response  # noqa: I001

SECONDS = 5  # for any body, in a build with sanitizers too
MISSING = object()
READ = ("patient", "conditions", "boneDensity")  # keys of which resources are changed
UNREAD = re.compile(rf"/prefetch/(?!({'|'.join(READ)})\b)|/(meta|name|telecom|address|identifier|route|category|link)/"
                    r"|/draftOrders/entry/0/")
# What stands in the place of a member, by what was there.
OF_ANY_TYPE: tuple[Any, ...] = (MISSING, None, 7, True, "", "canary", [], {}, ["canary"], {"canary": 1})


class Json(Attack):

    def refuse(self, body: str | bytes, *statuses: int) -> None:
        answer = self.call(body)
        self.assert_refusal(answer, *(statuses or (400,)))
        self.assertLess(answer.seconds, SECONDS)

    def accept(self, body: str | bytes) -> None:
        answer = self.call(body)
        self.assertEqual((answer.status, answer.body), (200, {"cards": []}), answer.text[:200])
        self.assertLess(answer.seconds, SECONDS)

    def test_row_13_too_deep(self) -> None:
        for text in ("[" * 200_000, '{"a":' * 200_000, "[" * 65 + "]" * 65, '{"a":' * 65 + "1" + "}" * 65,
                     "[[" * 1_000_000 + "]]" * 1_000_000, '{"a":' * 1_300_000):
            with self.subTest(text[:6], length=len(text)):
                self.refuse(text_with(text), 400, 413)
                self.refuse(text, 400, 413)

    def test_row_13_too_much(self) -> None:
        answers = self.exchange(head("POST", CALL, JSON_TYPE,
            f"Content-Length: {10_000_000}\r\n") + b'{"a":' * 2_000_000)
        self.assertIn([answer.status for answer in answers], ([413], []))
        self.refuse(text_with("{" + ",".join(f'"k{number}":0' for number in range(600_000)) + "}"), 413)
        self.refuse(text_with("[" + "0," * 1_000_000 + "0]"), 413)
        self.accept(text_with('"' + "x" * 7_000_000 + '"'))
        self.accept(text_with('"' + "\\u0041" * 1_000_000 + '"'))

    def test_row_13_numbers(self) -> None:
        for number in ("-0", "1E-400", "-0.0e-0", "123456789012345678901234567890"):
            with self.subTest(number):
                self.accept(text_with(number))
        for number in ("NaN", "Infinity", "-Infinity", "+1", "01", "1.", ".5", "0x10", "1e", "--1", "1_000", "\u0661"):
            with self.subTest(number):
                self.refuse(text_with(number))
        for number in ("1e400", "-1e400", "9" * 400, "1." + "3" * 100_000, "1e" + "9" * 100_000, "0e999999999"):
            with self.subTest(number[:9]):  # nobody reads it: refused, or of no consequence
                self.assertIn(self.call(text_with(number)).status, (200, 400))

    def test_row_13_names_twice(self) -> None:
        good = json.dumps(letrozole() | {"prefetch": {"patient": {"resourceType": "Patient", "id": "p1"}}})
        for name in ("hook", "hookInstance", "context", "patientId", "draftOrders", "entry", "prefetch", "patient",
            "id"):
            for twin in (name, "".join(f"\\u{ord(letter):04x}" for letter in name)):
                with self.subTest(twin):
                    self.refuse(good.replace(f'"{name}":', f'"{twin}": "x", "{name}":', 1))

    def test_row_13_text_that_is_not_utf_8(self) -> None:
        before, after = text_with("@").encode().split(b"@")
        for what, content in NOT_UTF8.items():
            with self.subTest(what):
                self.refuse(before + content + after)
        for text in (r'"\ud834"', r'"\udd1e"', r'"\udd1e\ud834"', '"\0"', '"\x1f"', '"\n"'):
            with self.subTest(text):
                self.refuse(text_with(text))

    def test_row_13_before_and_behind(self) -> None:
        for body in (b"\xef\xbb\xbf" + BODY, b"\0" + BODY, BODY + b"\0", BODY + b"x", BODY + BODY, BODY + b"//",
            BODY[:-1],
                     b"", b" ", BODY.decode().encode("utf-16"), b"[" + BODY + b"]", b")]}'," + BODY):
            with self.subTest(body[:6]):
                self.refuse(body)
        self.accept(b" \r\n\t" + BODY + b" \r\n\t")


class Members(Attack):

    @classmethod
    def setUpClass(cls) -> None:
        super().setUpClass()
        cls.full = with_all_data(cls.service.order_sign())
        cls.full["prefetch"] = {key: shortened(value) if key in READ else value
                                for key, value in cls.full["prefetch"].items()}
        cls.full |= {"fhirServer": "https://ehr.example.org/fhir", "fhirAuthorization": {
            "access_token": "canary", "token_type": "Bearer", "expires_in": 300, "scope": "x", "subject": "x"}}

    def test_row_14_each_member_in_turn(self) -> None:
        """Refused or answered; what is answered conforms, and nothing that was put in comes back."""
        required = {"/hook", "/hookInstance", "/context", "/context/patientId", "/context/draftOrders"}
        body = copy.deepcopy(self.full)
        for path, holder, key in of_interest(body):
            original = holder[key]
            for wrong in (*OF_ANY_TYPE, [original], {"value": original}, str(original)):
                if type(wrong) is type(original) and wrong not in ("", {}, []):
                    continue
                put(holder, key, wrong)
                answer = self.call(body)
                put(holder, key, original)
                with self.subTest(path, wrong=str(wrong)[:40]):
                    self.assertNotIn("canary", answer.text)
                    if path in required and not (path == "/context/draftOrders" and wrong == {}):
                        self.assert_refusal(answer, 400)
                    elif answer.status == 200:
                        self.assertEqual(check_response(answer.body, self.full), [])
                    else:
                        self.assert_refusal(answer, 400, 412)
        self.assertEqual(body, self.full)

    def test_row_15_hooks_and_services(self) -> None:
        for hook in ("order-select", "patient-view", "Order-Sign", "order-sign ", "order-sign\0", "x" * 100_000):
            with self.subTest(hook[:20]):
                self.assert_refusal(self.call(amoxicillin() | {"hook": hook}), 400)
        for service in ("another", "order-sign", "..", "aromatase-inhibitor-bone-health%20", "x" * 5_000):
            with self.subTest(service[:20]):
                self.assert_refusal(self.service.client.call(service, BODY), 404)

    def test_row_15_instances_that_are_no_uuid(self) -> None:
        """Real clients send some; what they send does not come back."""
        expected = [card["summary"] for card in self.call(self.full).body["cards"]]
        for instance in ("1", "canary <script>", "canary\r\nX-Evil: 1", "\u202ecanary", "canary" * 100_000):
            with self.subTest(instance[:20]):
                answer = self.call(self.full | {"hookInstance": instance})
                self.assertEqual([card["summary"] for card in answer.body["cards"]], expected)
                self.assertEqual(check_response(answer.body, self.full), [])
                self.assertNotIn("canary", answer.text + str(answer.headers))

    def test_row_15_members_that_nobody_knows(self) -> None:
        self.assertEqual(self.call(with_strangers(copy.deepcopy(self.full))).text, self.call(self.full).text)

    def test_row_16_patients(self) -> None:
        """A FHIR id, for it stands in the URLs that are asked."""
        for bad in ("a/b", "../x", "a?b", "a#b", "a&b", "a%0d%0a", "a\r\nHost: x", "a b", " a", "a\0", "a_b", "a|b",
            "a,b",
                    "ä", "\uff41", "\u202ea", "x" * 65, "x" * 1_000_000, "Patient/a", "urn:uuid:a", "*", "$everything",
                    "a\\b", "a;b", "a'b", "{{context.userId}}", ".", ".."):
            with self.subTest(bad[:20]):
                body = letrozole()
                body["context"]["patientId"] = bad
                self.assert_refusal(self.call(body), 400)
        for good in ("a", "A-1.b", "x" * 64, "...", "-"):
            body = letrozole()
            body["context"] = body["context"] | {"patientId": good, "draftOrders": {
                "resourceType": "Bundle", "entry": [{"resource": order("308191", patient_id=good)}]}}
            self.assertEqual(self.call(body).status, 200, good)


def shortened(answer: Any) -> Any:
    """A Bundle with its first entry alone."""
    if isinstance(answer, dict) and answer.get("entry"):
        return {name: value for name, value in answer.items() if name != "total"} | {"entry": answer["entry"][:1]}
    return answer


def of_interest(body: Any) -> Iterator[tuple[str, Any, Any]]:
    """The members of the call, and of a resource of each kind that is read; not what lies within those never read."""
    for path, holder, key in list(places(body)):
        if not UNREAD.search(path):
            yield path, holder, key


def put(holder: Any, key: Any, value: Any) -> None:
    if value is not MISSING:
        holder[key] = value
    elif isinstance(holder, dict):
        del holder[key]
    else:
        holder[key] = None  # an element cannot be missing


if __name__ == "__main__":
    unittest.main()
