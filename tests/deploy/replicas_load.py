"""EHRs that call all the time, each one call after another, and remember what came of each."""

import itertools
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from replicas_site import CALL, SECONDS, Site

from cds_client import NoAnswer
from waiting import eventually

EHRS = 6


@dataclass(frozen=True)
class Outcome:
    """Of one call. status: 0 without an answer. text: of the answer."""

    began: float
    status: int
    text: str


class Load:
    """The same call with a new token each, from the beginning of a `with` to its end."""

    def __init__(self, site: Site):
        self._site = site
        self._body = site.request()
        self._ends = threading.Event()
        self._ehrs = [threading.Thread(target=self._call_until_the_end) for _ in range(EHRS)]
        self.outcomes: list[Outcome] = []

    def __enter__(self) -> "Load":
        for ehr in self._ehrs:
            ehr.start()
        self.wait_for_more()
        return self

    def __exit__(self, *_: object) -> None:
        self._ends.set()
        for ehr in self._ehrs:
            ehr.join()

    def wait_for_more(self, calls: int = 100) -> None:
        """Returns when so many more have ended."""
        enough = len(self.outcomes) + calls
        if not eventually(lambda: len(self.outcomes) >= enough, SECONDS):
            raise AssertionError("the calls do not end")

    def failed(self) -> list[Outcome]:
        return [outcome for outcome in self.outcomes if outcome.status != 200]

    def _call_until_the_end(self) -> None:
        while not self._ends.is_set():
            began = time.time()
            try:
                answer = self._site.send("POST", CALL, self._body)
                self.outcomes.append(Outcome(began, answer.status, answer.text))
            except NoAnswer as error:
                self.outcomes.append(Outcome(began, 0, str(error)))


class FeedbackLoad:
    """One EHR that tells what became of one card after another, and of the same again if it was not acknowledged."""

    def __init__(self, post: Callable[[str], int]):
        self._post = post
        self._ends = threading.Event()
        self._ehr = threading.Thread(target=self._tell_until_the_end)
        self.acknowledged: list[str] = []

    def __enter__(self) -> "FeedbackLoad":
        self._ehr.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ends.set()
        self._ehr.join()

    def _tell_until_the_end(self) -> None:
        for number in itertools.count():
            card = f"card-{number}"
            while self._post(card) != 200:
                if self._ends.is_set():
                    return
            self.acknowledged.append(card)
            if self._ends.is_set():
                return
