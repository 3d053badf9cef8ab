"""A faultless card, and ways to spoil it: what the tests of the checks share."""

import copy
from typing import Any

from expectations import BASIS
from fhir_search_parameters import Json

UUIDS = ("8f1b7a52-0c0e-4a39-9d2a-6f1a9b9a7d10", "2f3e4a1c-5b7d-4f08-8a8e-3b1f5f0c9e21")
CARD: Json = {
    "uuid": UUIDS[0],
    "summary": "x" * 139,
    "detail": "T < -2.0, see [the guideline](https://guideline.example.org)",
    "indicator": "warning",
    "source": {"label": "A guideline", "url": "https://guideline.example.org",
               "topic": {"system": "https://cds.example.org/topics", "code": "DXA1"}},
    "suggestions": [{
        "label": "Order DXA", "uuid": UUIDS[1], "isRecommended": True,
        "actions": [{
            "type": "create", "description": "Order DXA",
            "resource": {"resourceType": "ServiceRequest", "status": "draft", "intent": "proposal",
                         "subject": {"reference": "Patient/p1"}, "code": {"text": "DXA"}}}],
    }],
    "selectionBehavior": "any",
    "overrideReasons": [{"code": "a", "system": "urn:b", "display": "c"}],
    "links": [{"label": "l", "url": "https://guideline.example.org/x", "type": "absolute"}],
    "extension": {BASIS: {"guideline": "g", "version": "1", "rules": ["r"],
                          "advice": ["dxa-baseline"], "facts": [{"name": "n", "value": 1}]}},
}


def spoilt(path: str, *value: Any) -> Json:
    """The card with the member at a dotted path replaced, or removed if there is no value."""
    card = copy.deepcopy(CARD)
    *steps, last = [int(step) if step.isdecimal() else step for step in path.split("/")]
    holder: Any = card
    for step in steps:
        holder = holder[step]
    if value:
        holder[last] = value[0]
    else:
        del holder[last]
    return card
