"""JSON over the socket: what RFC 8259 demands to be accepted is, and what it forbids is refused, class by class.

Each piece stands inside an otherwise faultless call, where the service does not read: accepted means 200, refused
400, or 413 for too much.
"""

import json
import unittest

from hook_body import amoxicillin, text_with  # first: it makes the test tools importable
from service import SERVICE_ID, Service

from conformance import check_error  # noqa: I001

MUST_PASS = {
    "numbers": "[0, -0, 1, -1, 1.5, 1e2, 1E2, 1e+2, 1e-2, 1E-2, 123456789012345678901234567890, 0.0000001, -0.0e-0]",
    "literals": "[true, false, null]",
    "white space": " \t\r\n[ \t\r\n1 \t\r\n, \t\r\n2 \t\r\n] \t\r\n",
    "nothing inside": '[[], {}, ""]',
    "short escapes": r'"\"\\\/\b\f\n\r\t"',
    "escapes by number": r'"\u0041\u00e9\u20AC\uABCD"',
    "an escaped NUL": r'"a\u0000b"',
    "a surrogate pair": r'"\ud834\udd1e"',
    "text beyond ASCII": '"é€𝄞\u2028\u2029\uffff"',
    "names of members": '{"": 1, " ": 2, "\\u0061": 3, "é": 4}',
    "a name repeated in another object": '[{"a": 1}, {"a": {"a": 2}}]',
    "delete as a character": '"\x7f"',
    "nesting as deep as FHIR ever is": "[" * 40 + "]" * 40,
}
MUST_FAIL = {
    "a comma at the end of an array": "[1,]", "a comma at the end of an object": '{"a": 1,}', "only a comma": "[,]",
    "two commas": "[1,,2]", "no comma": "[1 2]", "no colon": '{"a" 1}', "two colons": '{"a":: 1}',
    "a name without quotes": "{a: 1}", "single quotes": "['a']", "a value without name": '{"a": 1, 2}',
    "a comment": "[1 /* one */]", "a line comment": "[1 // one\n]", "a leading plus": "[+1]", "a leading zero": "[01]",
    "a negative leading zero": "[-01]", "no digit before the point": "[.5]", "no digit after the point": "[1.]",
    "no digit in the exponent": "[1e]", "a sign alone": "[-]", "hexadecimal": "[0x1F]", "not a number": "[NaN]",
    "infinity": "[Infinity]", "negative infinity": "[-Infinity]", "capital literals": "[True]",
    "half a literal": "[tru]", "two points": "[1.2.3]", "an array that does not end": "[1",
    "a bracket too many": "[1]]",
    "the wrong bracket": "[1}", "a string that does not end": '"a', "a raw line feed": '"a\nb"', "a raw tab": '"a\tb"',
    "a raw NUL": '"a\0b"', "a raw control character": '"\x1f"', "an unknown escape": r'"\x41"',
    "an escape cut short": r'"\u00e"', "an escape without hexadecimal digits": r'"\u00zz"',
    "a backslash at the end": '"\\', "a lone high surrogate": r'"\ud834"', "a lone low surrogate": r'"\udd1e"',
    "surrogates the wrong way round": r'"\udd1e\ud834"', "a high surrogate before other text": r'"\ud834x"',
    "an ideographic space": "[1\u3000]", "a form feed": "[1\f]", "a no-break space": "[1\u00a0]",
    "nesting without end": "[" * 100_000 + "]" * 100_000, "nesting beyond the limit": "[" * 70 + "]" * 70,
    "arrays that never end": "[" * 200_000, "objects that never end": '{"a":' * 100_000,
    "a name twice": '{"a": 1, "a": 2}', "a name twice, once escaped": r'{"a": 1, "\u0061": 2}',
}
NOT_UTF8 = {
    "a continuation byte alone": b'"\x80"', "a lead byte alone": b'"\xc3"', "an overlong slash": b'"\xc0\xaf"',
    "an overlong NUL": b'"\xc0\x80"', "a surrogate in bytes": b'"\xed\xa0\x80"',
    "beyond U+10FFFF": b'"\xf4\x90\x80\x80"',
    "a byte that is never UTF-8": b'"\xff"', "Latin-1": b'"\xe9 "',
}


class JsonOverHttp(unittest.TestCase):

    @classmethod
    def setUpClass(cls) -> None:
        cls.service = Service()
        cls.addClassCleanup(lambda: cls.service.stop())

    def post(self, content: str | bytes):
        answer = self.service.client.call(SERVICE_ID, content)
        if answer.status == 400:
            self.assertEqual(check_error(400, answer.body), [])
        return answer

    def test_what_must_pass(self) -> None:
        for what, fragment in MUST_PASS.items():
            with self.subTest(what):
                answer = self.post(text_with(fragment))
                self.assertEqual((answer.status, answer.body), (200, {"cards": []}), answer.text)

    def test_what_must_fail(self) -> None:
        for what, fragment in MUST_FAIL.items():
            with self.subTest(what):
                self.assertIn(self.post(text_with(fragment)).status, (400, 413))  # 413: nested too deeply

    def test_only_utf8(self) -> None:
        before, after = text_with("@").encode().split(b"@")
        for what, fragment in NOT_UTF8.items():
            with self.subTest(what):
                self.assertEqual(self.post(before + fragment + after).status, 400)

    def test_the_document_as_a_whole(self) -> None:
        good = json.dumps(amoxicillin())
        for what, text in {"nothing": "", "white space": "  \n", "a byte order mark": "\ufeff" + good,
                           "two documents": good + good, "rubbish after it": good + "x", "a NUL after it": good + "\0",
                           "a null": "null", "an array": f"[{good}]", "a string": json.dumps(good), "a number": "1",
                           "cut in half": good[:len(good) // 2]}.items():
            with self.subTest(what):
                self.assertEqual(self.post(text).status, 400)
        self.assertEqual(self.post(f" \n{good}\r\n\t ").status, 200)
        for encoding in ("utf-16", "utf-16-le", "utf-32-le"):
            with self.subTest(encoding):
                self.assertEqual(self.post(good.encode(encoding)).status, 400)

    def test_every_cut(self) -> None:
        good = json.dumps(amoxicillin()).encode()
        for length in range(len(good)):
            self.assertEqual(self.post(good[:length]).status, 400, length)

    def test_a_name_twice_where_it_matters(self) -> None:
        good = json.dumps(amoxicillin())
        for name in ("hook", "context", "patientId", "draftOrders", "entry", "resourceType"):
            with self.subTest(name):
                twice = good.replace(f'"{name}":', f'"{name}": null, "{name}":', 1)
                self.assertEqual(self.post(twice).status, 400)

    def test_numbers_beyond_double_do_no_harm(self) -> None:
        for number in ("1e400", "-1e400", "1e-400", "9" * 400, "1." + "3" * 5000):
            with self.subTest(number[:10]):
                self.assertIn(self.post(text_with(number)).status, (200, 400))

    def test_a_million_members(self) -> None:
        members = ",".join(f'"m{index}":0' for index in range(500_001))
        self.assertIn(self.post(text_with("{" + members + "}")).status, (400, 413))


if __name__ == "__main__":
    unittest.main()
