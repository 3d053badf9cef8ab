"""What a response advises, and whether that is what a patient file expects.

Every card says what it advises in extension["bone-health-cds.basis"].advice, with the words below.
"""

import json
import re
from collections.abc import Iterator
from typing import Any

Json = dict[str, Any]

BASIS = "bone-health-cds.basis"
INDICATORS = ("info", "warning", "critical")  # in rising order
NO_CARD = "no-card"

ADVICE_WORDS = frozenset({
    "assess-fracture-risk",
    "avoid-bisphosphonates",
    "avoid-oral-bisphosphonate",
    "bone-agent-consider",
    "bone-agent-continue",
    "bone-agent-indicated",
    "bone-metastasis-regimen",
    "calcium",
    "correct-hypocalcaemia-first",
    "correct-vitamin-d-first",
    "data-quality",
    "denosumab-hypocalcaemia-risk",
    "denosumab-next-dose",
    "denosumab-overdue",
    "dental-review-first",
    "dxa-already-ordered",
    "dxa-baseline",
    "dxa-central-needed",
    "dxa-due-soon",
    "dxa-not-due",
    "dxa-repeat",
    "exercise",
    "onj-caution",
    "pregnancy-conflict",
    "premenopausal-check",
    "renal-bisphosphonate-avoid",
    "secondary-causes-workup",
    "smoking-cessation",
    "specialist-referral",
    "vitamin-d",
})

# The names and RxNorm ingredients by which a drug in a suggestion is recognised.
_DRUG_NAMES = {
    "alendronate": r"alendron|fosamax|\b46041\b",
    "clodronate": r"clodron",
    "denosumab": r"denosumab|prolia|xgeva|\b993449\b",
    "ibandronate": r"ibandron|boniva|\b115264\b",
    "pamidronate": r"pamidron|\b11473\b",
    "raloxifene": r"raloxifen|evista|\b72143\b",
    "risedronate": r"risedron|actonel|atelvia|\b73056\b",
    "zoledronate": r"zoledron|reclast|zometa|aclasta|\b77655\b",
}

# Words of must_not that speak of the wording of cards: (parts of the card, forbidden pattern).
_FORBIDDEN_TEXT = {
    "dxa-baseline-none-known": ("text", r"\bno DXA"),
    "dxa-not-due-normal": ("text", r"\bnormal (bone density|BMD)"),
    "menopause-wording": ("text", r"menopaus"),
    "normal-bmd": ("text", r"\bnormal (bone density|BMD)"),
    "osteoporosis-label": ("summary", r"osteoporosis"),
}


def is_must_not_word(word: str) -> bool:
    return (word in ADVICE_WORDS or word in _FORBIDDEN_TEXT or word == "second-antiresorptive"
            or word.removeprefix("suggest-") in _DRUG_NAMES)


def objects_in(holder: Any, name: str) -> list[Json]:
    """The objects in an array member; [] if it is missing or anything else."""
    items = holder.get(name) if isinstance(holder, dict) else None
    return [item for item in items if isinstance(item, dict)] if isinstance(items, list) else []


def basis_of(card: Json) -> Json:
    """The basis extension of a card, {} if it has none."""
    extension = card.get("extension")
    basis = extension.get(BASIS) if isinstance(extension, dict) else None
    return basis if isinstance(basis, dict) else {}


def advice_of(response: Any) -> set[str]:
    """All that the cards advise together."""
    lists = [basis_of(card).get("advice") for card in objects_in(response, "cards")]
    return {word for words in lists if isinstance(words, list)
            for word in words if isinstance(word, str)}


def indicator_of(response: Any) -> str | None:
    """The highest indicator of the cards, None without cards."""
    shown = [card.get("indicator") for card in objects_in(response, "cards")]
    return next((level for level in reversed(INDICATORS) if level in shown), None)


def unmet(expectation: Json, response: Any) -> Iterator[str]:
    """Each way in which a response is not what was expected.

    The expectation is {advice, must_not, indicator}: every word of advice must be given, none of
    must_not, and the highest indicator must be this one (null: no cards).
    """
    advice = advice_of(response)
    cards = objects_in(response, "cards")
    if NO_CARD in expectation["advice"] and cards:
        yield f"expected no card, got {len(cards)}: {_words(advice)}"
    missing = set(expectation["advice"]) - {NO_CARD} - advice
    if missing:
        yield f"not advised: {_words(missing)} (advised: {_words(advice)})"
    for word in expectation["must_not"]:
        problem = _forbidden(word, advice, cards)
        if problem:
            yield f"must not {word}: {problem}"
    indicator = indicator_of(response)
    if indicator != expectation["indicator"]:
        yield f"indicator is {indicator}, expected {expectation['indicator']}"


def unknown_advice(response: Any) -> set[str]:
    """Advice that is not in the vocabulary."""
    return advice_of(response) - ADVICE_WORDS


def _forbidden(word: str, advice: set[str], cards: list[Json]) -> str | None:
    """What in the cards is forbidden by this word of must_not, if anything."""
    if word in ADVICE_WORDS:
        return "it is advised" if word in advice else None
    if word in _FORBIDDEN_TEXT:
        part, pattern = _FORBIDDEN_TEXT[word]
        texts = [str(card.get("summary")) for card in cards] if part == "summary" else [
            text for card in cards for text in texts_of(card)]
        return next((f"a card says '{found.group()}'" for text in texts
                     if (found := re.search(pattern, text, re.IGNORECASE))), None)
    drugs = _DRUG_NAMES if word == "second-antiresorptive" else [word.removeprefix("suggest-")]
    return next((f"a suggestion creates {drug}" for drug in drugs if _suggests(cards, drug)), None)


def texts_of(card: Json) -> Iterator[str]:
    """What a card says to the clinician in its own words (not the title of its source)."""
    yield str(card.get("summary"))
    yield str(card.get("detail"))
    for suggestion in objects_in(card, "suggestions"):
        yield str(suggestion.get("label"))
        for action in objects_in(suggestion, "actions"):
            yield str(action.get("description"))


def _suggests(cards: list[Json], drug: str) -> bool:
    """True if an action creates, or changes an order into, this drug."""
    actions = [action for card in cards for suggestion in objects_in(card, "suggestions")
               for action in objects_in(suggestion, "actions")]
    orders = [json.dumps(action.get("resource")) for action in actions
              if action.get("type") in ("create", "update")]
    return any(re.search(_DRUG_NAMES[drug], order, re.IGNORECASE)
               for order in orders if "Medication" in order)


def _words(words: set[str]) -> str:
    return ", ".join(sorted(words)) or "nothing"
