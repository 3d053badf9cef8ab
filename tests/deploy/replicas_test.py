"""Several instances are one service: what one has learnt all know, and none of them is missed."""

import json
import threading
import time
import unittest
from collections.abc import Callable
from typing import Any

from replicas_site import FEEDBACK, SECONDS, Instance, Site, feedback_on  # first: it makes the test tools importable

from replicas_load import FeedbackLoad, Load, Outcome  # noqa: I001
from waiting import eventually


class Replicas(unittest.TestCase):

    def setUp(self) -> None:
        self.site = Site()
        self.addCleanup(self.site.close)

    def tell(self, card: str, instance: Instance | None = None) -> int:
        """The status with which feedback on a card is answered, by one of them or through nginx."""
        by = instance.client if instance else None
        return self.site.send("POST", FEEDBACK, feedback_on(card), by).status

    def everywhere(self, act: Callable[[Instance], Any]) -> list[Any]:
        """Does it at all instances at once."""
        results: list[Any] = []
        threads = [threading.Thread(target=lambda one=one: results.append(act(one))) for one in self.site.instances]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return results

    def test_a_token_counts_once_at_all_of_them(self) -> None:
        used = self.site.token()
        first, *others = self.site.instances
        self.assertEqual(self.site.call(first, used).status, 200)
        self.assertEqual([self.site.call(other, used).status for other in others], [401, 401])
        for _ in range(10):
            new = self.site.token()
            statuses = self.everywhere(lambda one: self.site.call(one, new).status)
            self.assertEqual(sorted(statuses), [200, 401, 401], "of three at once exactly one")
        self.assertEqual(sum(one.metric("cds_replay_memory_fallbacks_total") for one in self.site.instances), 0)

    def test_feedback_counts_once(self) -> None:
        item = feedback_on("card-1")
        for _ in range(3):
            statuses = self.everywhere(lambda one: self.site.send("POST", FEEDBACK, item, one.client).status)
            self.assertEqual(statuses, [200, 200, 200])
        self.assertEqual(self.site.kept_feedback(), ["card-1"])
        counted = [one.metric("cds_feedback_total") for one in self.site.instances]
        self.assertEqual(sum(counted), 1, counted)

    def test_one_that_is_killed_loses_only_what_it_had_under_way(self) -> None:
        with FeedbackLoad(lambda card: self.tell(card)) as feedback, Load(self.site) as load:
            victim = self.site.instances.pop()
            told = time.time()
            victim.kill()
            gone = time.time()
            load.wait_for_more(200)
        self.assert_lost_only_at(victim, told, gone, load.failed())
        self.assertNotEqual(feedback.acknowledged, [])
        kept = self.site.kept_feedback()
        self.assertEqual(len(kept), len(set(kept)), "each once")
        self.assertLessEqual(set(feedback.acknowledged), set(kept))

    def assert_lost_only_at(self, victim: Instance, told: float, gone: float, failed: list[Outcome]) -> None:
        self.assertTrue(all(outcome.began < gone for outcome in failed), (gone, failed))
        lost = [passed for passed in self.site.nginx.passed() if passed.status not in (200, 401)]
        self.assertTrue(all(passed.ports[-1] == victim.port and passed.began < gone for passed in lost), (gone, lost))
        retried = [passed for passed in self.site.nginx.passed() if len(passed.ports) > 1]
        self.assertTrue(all(passed.ports[0] == victim.port and passed.began > told - 1 for passed in retried), retried)

    def test_without_postgresql_hooks_go_on_and_feedback_waits(self) -> None:
        self.assertEqual(self.everywhere(lambda one: self.tell("before", one)), [200] * 3)
        with Load(self.site) as load:
            self.site.postgres.stop()
            try:
                self.assertEqual(self.everywhere(lambda one: self.tell("meanwhile", one)), [503] * 3)
                self.assertEqual([one.is_ready() for one in self.site.instances], [True] * 3)
                load.wait_for_more()
            finally:
                self.site.postgres.start()
            for one in self.site.instances:
                self.assertTrue(eventually(lambda: self.tell("meanwhile", one) == 200, SECONDS), "without a restart")
            load.wait_for_more()
        self.assertEqual(load.failed(), [])
        self.assertTrue(all(json.loads(outcome.text)["cards"] for outcome in load.outcomes))
        self.assertEqual(sorted(self.site.kept_feedback()), ["before", "meanwhile"])
        self.assert_tokens_are_shared_again()

    def assert_tokens_are_shared_again(self) -> None:
        def counts_once() -> bool:
            used = self.site.token()
            return sorted(self.site.call(one, used).status for one in self.site.instances) == [200, 401, 401]
        self.assertTrue(eventually(counts_once, SECONDS))


if __name__ == "__main__":
    unittest.main()
