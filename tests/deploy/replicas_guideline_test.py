"""A new guideline at one instance after another, under load: each answer is of the old one or of the new one, wholly."""

import json
import signal
import unittest
from pathlib import Path
from typing import Any

from replicas_site import SECONDS, Site  # first: it makes the test tools importable

from replicas_load import Load  # noqa: I001
from waiting import eventually

PROFILE = "aibl-2017"
MARK = "2: "  # before the summary of every card of a changed guideline
NOTICE = 5  # seconds, the default: an instance that ends is called until nginx has been told


class ChangedGuideline(unittest.TestCase):

    def start(self, end_notice: int) -> None:
        self.site = Site(end_notice)
        self.addCleanup(self.site.close)

    def test_a_guideline_read_again_at_one_after_another_mixes_no_answer(self) -> None:
        self.start(end_notice=0)
        with Load(self.site) as load:
            old = self.site.call(self.site.instances[0]).text
            for one in self.site.instances:
                change_guideline(one.guideline)
                one.process.send_signal(signal.SIGHUP)
                self.assertTrue(eventually(lambda: one.guideline_is("2.0.0"), SECONDS), one.output()[-600:])
                load.wait_for_more(50)
            new = self.site.call(self.site.instances[0]).text
        self.assert_of_one_guideline(load, old, new)

    def test_instances_with_a_new_guideline_take_over_and_no_call_is_lost(self) -> None:
        """As a Deployment is updated: one more is begun, and when it is ready, an old one is told to end."""
        self.start(NOTICE)
        with Load(self.site) as load:
            old = self.site.call(self.site.instances[0]).text
            for one in list(self.site.instances):
                changed = self.site.guideline_files()
                change_guideline(changed)
                self.site.instances.append(self.site.another_instance(changed))
                self.site.instances.remove(one)
                one.process.send_signal(signal.SIGTERM)
                self.assertTrue(eventually(lambda: not one.is_ready(), SECONDS))
                self.site.nginx.pass_to(*self.site.ports())
                one.wait_for_end()
                load.wait_for_more(50)
            new = self.site.call(self.site.instances[0]).text
        self.assert_of_one_guideline(load, old, new)

    def assert_of_one_guideline(self, load: Load, old: str, new: str) -> None:
        """Every answer is, to the byte, that of the old one or that of the new one, and each of these is of one guideline."""
        self.assertEqual(load.failed(), [])
        self.assertEqual({outcome.text for outcome in load.outcomes}, {old, new})
        self.assertEqual((version_of(old), version_of(new)), ("1.0.0", "2.0.0"))
        self.assertFalse(any(card["summary"].startswith(MARK) for card in json.loads(old)["cards"]))
        self.assertTrue(all(card["summary"].startswith(MARK) for card in json.loads(new)["cards"]))


def version_of(text: str) -> str:
    """Of the guideline, as it stands in the basis of the cards: the same in each."""
    bases = [card["extension"]["bone-health-cds.basis"] for card in json.loads(text)["cards"]]
    (only,) = {(basis["guideline"], basis["version"]) for basis in bases}
    if len(bases) < 2 or only[0] != PROFILE:
        raise AssertionError(bases)
    return only[1]


def change_guideline(folder: Path) -> None:
    """To version 2.0.0, in which every table says the summary of its cards otherwise."""
    for file in [*folder.glob("common/*.json"), *(folder / PROFILE).glob("*.json")]:
        content = marked(json.loads(file.read_text()))
        if file.name == "profile.json":
            content["version"] = "2.0.0"
        file.write_text(json.dumps(content))


def marked(node: Any) -> Any:
    if isinstance(node, list):
        return [marked(item) for item in node]
    if not isinstance(node, dict):
        return node
    return {name: marked_summary(value) if name == "summary" else marked(value) for name, value in node.items()}


def marked_summary(summary: Any) -> Any:
    """A text, or several with the conditions under which they hold."""
    if isinstance(summary, str):
        return MARK + summary
    return [item | {"text": MARK + item["text"]} if isinstance(item, dict) else MARK + item for item in summary]


if __name__ == "__main__":
    unittest.main()
