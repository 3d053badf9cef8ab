"""For whom the service speaks, and who is on treatment: clinical-policy, sections 1 and 4 (first rows)."""

from patient_builder import ICD, RXNORM, SNOMED, UCUM, concept, man, months_ago, woman
from patient_builder import Patient
from policy_case import Case, everywhere

SILENT = ""
TREAT = "dxa-not-due bone-agent-indicated dental-review-first"
DENOSUMAB, XGEVA, ZOLEDRONATE, ALENDRONATE, RALOXIFENE = "993452", "1046398", "705824", "904492", "1490065"


def orders():
    def with_drug(drug):
        return woman(60).ordered(medicationCodeableConcept=drug)
    for title, drug in [
            ("anastrozole", concept(RXNORM, "199224")), ("exemestane by ATC", concept("http://www.whocc.no/atc", "L02BG06")),
            ("letrozole by SNOMED CT", concept(SNOMED, "386911004")),
            ("letrozole by NDC", concept("http://hl7.org/fhir/sid/ndc", "0078-0249-15")),
            ("a pack with ribociclib", concept(RXNORM, "1923057")),
            ("letrozole by name", {"text": "LETROZOLE 2.5mg tabs"}), ("Femara", {"text": "Femara daily"}),
            ("a name beside an unknown code", concept("urn:local", "4711", "Arimidex"))]:
        yield everywhere(f"{title} is ours", with_drug(drug), "dxa-baseline", indicator="warning")
    for title, drug in [("tamoxifen", concept(RXNORM, "10324")), ("part of a word", {"text": "Letrozolex"}),
                        ("nothing", {})]:
        yield everywhere(f"{title} is not ours", with_drug(drug), SILENT)
    for changes in ({"status": "stopped"}, {"status": "on-hold"}, {"status": "completed"}, {"intent": "option"},
                    {"doNotPerform": True}):
        yield everywhere(f"{changes} is no order to give", woman(60).ordered(**changes), SILENT)
    for changes in ({"status": "active"}, {"status": None}, {"intent": None}, {"intent": "proposal"}, {"intent": "plan"}):
        yield everywhere(f"{changes} is", woman(60).ordered(**changes), "dxa-baseline")


def silence():
    yield everywhere("17 years", woman(17), SILENT)
    yield everywhere("hospice", woman(60).condition(SNOMED, "170935008"), SILENT)
    yield everywhere("hospice procedure 11 months ago", woman(60).add("Procedure", {
        "status": "completed", "code": concept(SNOMED, "305336008"), "performedDateTime": months_ago(11)}), SILENT)
    yield everywhere("palliative care is not hospice", woman(60).condition(ICD, "Z51.5"), "dxa-baseline")
    yield everywhere("infertility as the reason, breast cancer on the list",
                     woman(35).ordered(reasonCode=[concept(ICD, "N97.0")]), SILENT)
    for title, dispense, advice in [
            ("14 days", {"expectedSupplyDuration": {"value": 14, "unit": "d", "system": UCUM, "code": "d"}}, SILENT),
            ("20 tablets", {"quantity": {"value": 20, "code": "{tbl}", "system": UCUM}}, SILENT),
            ("15 days", {"expectedSupplyDuration": {"value": 15, "unit": "d", "system": UCUM, "code": "d"}},
             "dxa-baseline premenopausal-check"),
            ("28 tablets", {"quantity": {"value": 28, "code": "{tbl}", "system": UCUM}},
             "dxa-baseline premenopausal-check")]:
        yield everywhere(f"35 years, no cancer, {title}", Patient("female", 35).ordered(dispenseRequest=dispense), advice)
    yield everywhere("60 years, no cancer code, 14 days: not silent", Patient("female", 60).ordered(dispenseRequest={
        "expectedSupplyDuration": {"value": 14, "unit": "d", "system": UCUM, "code": "d"}}), "dxa-baseline")
    yield everywhere("uneventful renewal", woman(60).ordered(priorPrescription={"reference": "MedicationRequest/x"})
                     .t_score(0.4), SILENT)
    yield everywhere("renewal by an older order", woman(60).takes("200064", months=3).t_score(0.4), SILENT)
    yield everywhere("renewal without a scan", woman(60).takes("200064", months=3), "dxa-baseline", lifestyle="")
    yield everywhere("renewal with a scan due soon", woman(60).takes("200064", months=3).t_score(0.4, months=18), SILENT)
    yield everywhere("renewal, newly indicated", woman(60).takes("200064", months=3).t_score(-2.6), TREAT, lifestyle="")
    yield everywhere("an order of last month is no renewal", woman(60).takes("200064", months=1).t_score(0.4),
                     "dxa-not-due")


def renewed(patient):
    return patient.ordered(priorPrescription={"reference": "MedicationRequest/earlier"})


def renewals():
    for title, patient, advice in [
            ("denosumab overdue", woman(60).given(DENOSUMAB, 8), "dxa-baseline denosumab-overdue"),
            ("hyperparathyroidism", woman(60).condition(ICD, "E21.0").t_score(0.4), "specialist-referral"),
            ("under 50, nothing on menopause", woman(40).t_score(0.4), "dxa-not-due premenopausal-check"),
            ("pregnant", woman(40).condition(SNOMED, "77386006").t_score(0.4), "pregnancy-conflict"),
            ("only the forearm measured", woman(60).t_score(-1.0, "forearm"), "dxa-central-needed"),
            ("a scan overdue, and ordered", woman(60).t_score(0.4, months=30).service_request(), SILENT),
            ("at the threshold", woman(60).t_score(-2.0), SILENT), ("osteopenia", woman(60).t_score(-1.5), SILENT),
            ("on alendronate", woman(60).takes(ALENDRONATE).t_score(-2.6), SILENT),
            ("a man", man(60).t_score(-2.6), SILENT),
            ("a result that cannot be used", woman(60).t_score(-26.0), SILENT)]:
        yield everywhere(f"renewal, {title}", renewed(patient), advice, lifestyle="")


def unsafe():
    """A drug in use that a caution speaks against: told on a renewal too."""
    def egfr(patient, value):
        return patient.t_score(-2.6).quantity("98979-8", value, "mL/min/{1.73_m2}")
    goes_on, kidney = "dxa-not-due bone-agent-continue ", "renal-bisphosphonate-avoid"
    severe = kidney + " denosumab-hypocalcaemia-risk specialist-referral"
    next_dose, calcium = "denosumab-next-dose", "correct-hypocalcaemia-first"
    jaw = "onj-caution specialist-referral"
    low = {"code": "17861-6", "value": 8.4, "unit": "mg/dL"}
    for title, patient, advice in [
            ("alendronate, eGFR 24", egfr(woman(60).takes(ALENDRONATE), 24), goes_on + severe),
            ("alendronate, eGFR 34", egfr(woman(60).takes(ALENDRONATE), 34), goes_on + kidney),
            ("denosumab, eGFR 24", egfr(woman(60).given(DENOSUMAB, 3), 24), f"{goes_on} {next_dose} {severe}"),
            ("denosumab, low calcium", woman(60).given(DENOSUMAB, 3).t_score(-2.6).quantity(**low),
             f"{goes_on} {next_dose} {calcium}"),
            ("denosumab 120 mg, low calcium", woman(60).given(XGEVA, 1).t_score(-2.6).quantity(**low), goes_on + calcium),
            ("zoledronate, jaw necrosis", woman(60).given(ZOLEDRONATE, 3).condition(ICD, "M87.180").t_score(-2.6),
             goes_on + jaw)]:
        yield everywhere(f"on {title}", patient, advice, indicator="warning")
        yield everywhere(f"renewal, on {title}", renewed(patient), advice, indicator="warning", lifestyle="")
    for title, patient in [
            ("alendronate, eGFR 36", egfr(woman(60).takes(ALENDRONATE), 36)),
            ("denosumab, eGFR 34", egfr(woman(60).given(DENOSUMAB, 3), 34)),
            ("raloxifene, eGFR 24", egfr(woman(60).takes(RALOXIFENE), 24)),
            ("nothing, eGFR 24", woman(60).t_score(0.4).quantity("98979-8", 24, "mL/min/{1.73_m2}"))]:
        yield everywhere(f"renewal, on {title}", renewed(patient), SILENT, lifestyle="")
    for title, patient, advice in [
            ("denosumab overdue", man(60).t_score(0.4).given(DENOSUMAB, 8), "specialist-referral"),
            ("alendronate, eGFR 24", egfr(man(60).takes(ALENDRONATE), 24), severe),
            ("denosumab, low calcium", man(60).given(DENOSUMAB, 3).t_score(-2.6).quantity(**low),
             f"specialist-referral {calcium}")]:
        yield everywhere(f"renewal, a man on {title}", renewed(patient), advice, indicator="warning", lifestyle="",
                         forbidden=("menopaus",))


def alone():
    pregnancy = "pregnancy-conflict"
    yield everywhere("pregnant", woman(35).condition(SNOMED, "77386006"), pregnancy, lifestyle="", indicator="warning")
    positive = {"valueCodeableConcept": concept(SNOMED, "10828004")}
    yield everywhere("positive hCG 60 days ago", woman(35).observation("2106-3", "2026-04-16", positive), pregnancy)
    yield everywhere("positive hCG 61 days ago", woman(35).observation("2106-3", "2026-04-15", positive),
                     "dxa-baseline premenopausal-check")
    yield everywhere("bone metastases", woman(60).condition(ICD, "C79.51").t_score(-3.0), "bone-metastasis-regimen",
                     lifestyle="", indicator="info")
    yield everywhere("bone metastases on denosumab", woman(60).condition(ICD, "C79.51").given(XGEVA, 1), SILENT)


def on_treatment():
    goes_on = "dxa-not-due bone-agent-continue"
    for title, patient in [
            ("alendronate", woman(60).takes(ALENDRONATE)), ("raloxifene", woman(60).takes(RALOXIFENE)),
            ("zoledronate 12 months ago", woman(60).given(ZOLEDRONATE, 12))]:
        yield everywhere(f"on {title}", patient.t_score(-2.6), goes_on, indicator="info")
    yield everywhere("zoledronate more than 12 months ago", woman(60).given(ZOLEDRONATE, 12, 1).t_score(-2.6), TREAT)
    yield everywhere("alendronate stopped", woman(60).takes(ALENDRONATE, status="stopped").t_score(-2.6), TREAT)
    yield everywhere("denosumab 7 months ago", woman(60).given(DENOSUMAB, 7).t_score(-2.6),
                     goes_on + " denosumab-next-dose")
    yield everywhere("denosumab more than 7 months ago", woman(60).given(DENOSUMAB, 7, 1).t_score(-2.6),
                     "dxa-not-due denosumab-overdue", indicator="warning")
    yield everywhere("denosumab long ago, zoledronate since",
                     woman(60).given(DENOSUMAB, 10).given(ZOLEDRONATE, 3).t_score(-2.6), goes_on)


def special():
    yield everywhere("49 years, nothing on menopause", woman(49), "dxa-baseline premenopausal-check", indicator="warning")
    yield everywhere("50 years, nothing on menopause", woman(50), "dxa-baseline")
    yield everywhere("45 years, postmenopausal", woman(45).condition(SNOMED, "76498008"), "dxa-baseline")
    yield everywhere("45 years, ovaries removed", woman(45).add("Procedure", {
        "status": "completed", "code": concept(SNOMED, "76876009"), "performedDateTime": months_ago(30)}), "dxa-baseline")
    yield Case("goserelin", woman(45).takes("50610", 3), "dxa-baseline bone-agent-consider dental-review-first",
               "dxa-baseline", "dxa-baseline")
    yield everywhere("a man", man(60).t_score(-2.6), "dxa-not-due specialist-referral", forbidden=("menopaus",),
                     indicator="warning")
    yield everywhere("jaw necrosis and an indication", woman(60).condition(ICD, "M87.180").t_score(-3.0),
                     "dxa-not-due onj-caution specialist-referral", indicator="warning")
    yield everywhere("jaw necrosis without an indication", woman(60).condition(ICD, "M87.180").t_score(0.4), "dxa-not-due")


def cases():
    for group in (orders, silence, renewals, unsafe, alone, on_treatment, special):
        yield from group()
