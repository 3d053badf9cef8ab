"""Reading bone density and when a scan is due: clinical-policy, sections 2 and 3."""

from patient_builder import LOINC, SNOMED, concept, months_ago, woman
from policy_case import everywhere

NORMAL = 0.4
DXA = concept(SNOMED, "312681000")


def intervals():
    for months, days, advice, indicator in [(11, 25, "dxa-not-due", "info"), (12, 0, "dxa-due-soon", "info"),
                                            (24, 0, "dxa-due-soon", "info"), (24, 1, "dxa-repeat", "warning")]:
        yield everywhere(f"a scan {months} months and {days} days ago", woman(60).t_score(NORMAL, "total hip", months, days),
                         advice, indicator=indicator)
    yield everywhere("an old T-score still counts for therapy", woman(60).t_score(-2.6, months=30),
                     "dxa-repeat bone-agent-indicated dental-review-first")


def already_ordered():
    for title, patient in [
            ("an active order", woman(60).service_request()),
            ("an order among the drafts", woman(60).draft({"resourceType": "ServiceRequest", "code": DXA})),
            ("by CPT number", woman(60).service_request(code=concept("http://www.ama-assn.org/go/cpt", "77080"))),
            ("a booked appointment", woman(60).add("Appointment", {
                "status": "booked", "serviceType": [DXA], "start": "2026-07-01T09:00:00Z",
                "participant": [{"actor": {"reference": "Patient/p"}, "status": "accepted"}]}))]:
        yield everywhere(f"DXA ordered: {title}", patient, "dxa-already-ordered", indicator="info")
    yield everywhere("ordered and due soon", woman(60).t_score(NORMAL, months=18).service_request(),
                     "dxa-already-ordered")
    yield everywhere("ordered and overdue", woman(60).t_score(NORMAL, months=30).service_request(),
                     "dxa-already-ordered")
    yield everywhere("ordered but not due", woman(60).t_score(NORMAL).service_request(), "dxa-not-due")
    for status in ("revoked", "completed", "entered-in-error"):
        yield everywhere(f"an order that is {status}", woman(60).service_request(status=status), "dxa-baseline")
    yield everywhere("another study ordered", woman(60).service_request(code=concept(LOINC, "718-7")), "dxa-baseline")
    yield everywhere("declined: no request", woman(60).service_request(doNotPerform=True), "dxa-baseline",
                     forbidden=("suggestions:77080",))


def sites():
    yield everywhere("forearm alone", woman(60).t_score(-3.0, "forearm"), "dxa-central-needed", indicator="warning")
    yield everywhere("heel alone", woman(60).t_score(-3.0, "heel"), "dxa-central-needed")
    yield everywhere("forearm beside the spine", woman(60).t_score(-3.0, "forearm").t_score(NORMAL), "dxa-not-due")
    yield everywhere("a recent heel does not make an old spine new",
                     woman(60).t_score(NORMAL, months=30).t_score(NORMAL, "heel", 1), "dxa-repeat")
    yield everywhere("lowest central site", woman(60).t_score(NORMAL).t_score(-2.6, "total hip"),
                     "dxa-not-due bone-agent-indicated dental-review-first")
    yield everywhere("the latest scan counts, not the worst", woman(60).t_score(-2.8, months=20).t_score(-0.5),
                     "dxa-not-due")
    yield everywhere("a month apart is one scan", woman(60).t_score(-2.6, "total hip", 3, 31).t_score(NORMAL, months=3),
                     "dxa-not-due bone-agent-indicated dental-review-first")
    yield everywhere("32 days apart are two", woman(60).t_score(-2.6, "total hip", 3, 32).t_score(NORMAL, months=3),
                     "dxa-not-due")


def unusable():
    unit = {"value": -2.6, "unit": "g/cm2", "system": "http://unitsofmeasure.org", "code": "g/cm2"}
    for title, value in [
            ("a unit of mass", {"valueQuantity": unit}),
            ("a value below -7", {"valueQuantity": {"value": -7.1}}),
            ("a value above 6", {"valueQuantity": {"value": 6.1}}),
            ("a comparator", {"valueQuantity": {"value": -2.5, "comparator": "<"}}),
            ("two numbers in a text", {"valueString": "-2.6 (hip -1.1)"}),
            ("words", {"valueString": "osteoporosis"})]:
        yield everywhere(f"T-score with {title}", woman(60).observation("38267-1", months_ago(3), value),
                         "data-quality", indicator="info", forbidden=("no dxa",))
    yield everywhere("a preliminary result proves a scan", woman(60).t_score(-3.0, status="preliminary"), "data-quality")
    for status in ("entered-in-error", "cancelled"):
        yield everywhere(f"a result that is {status}", woman(60).t_score(-3.0, status=status), "dxa-baseline")
    yield everywhere("a future date", woman(60).observation("38267-1", "2026-06-17", {"valueQuantity": {"value": -3}}),
                     "dxa-baseline data-quality")


def readable():
    treat = "dxa-not-due bone-agent-indicated dental-review-first"
    for text in ("-2.6", "-2,6", "\u22122.6", " -2.6 "):
        yield everywhere(f"T-score as the text '{text}'", woman(60).observation("38267-1", months_ago(3), {
            "valueString": text}), treat + " data-quality")
    for unit in ({"unit": "T-score"}, {"unit": "1", "code": "1"}, {}):
        yield everywhere(f"T-score with {unit or 'no unit'}", woman(60).observation("38267-1", months_ago(3), {
            "valueQuantity": {"value": -2.6} | unit}), treat)
    for status in ("amended", "corrected"):
        yield everywhere(f"a result that is {status}", woman(60).t_score(-2.6, status=status), treat)
    yield everywhere("T-score as component of a panel", woman(60).observation("83311-1", months_ago(3), {
        "component": [{"code": concept(LOINC, "38264-8"), "valueQuantity": {"value": -2.6}}]}), treat)
    yield everywhere("yesterday by the clock of Kiritimati is not the future", woman(60).observation(
        "38267-1", "2026-06-16T01:00:00+14:00", {"valueQuantity": {"value": NORMAL}}), "dxa-not-due")


def cases():
    for group in (intervals, already_ordered, sites, unusable, readable):
        yield from group()
