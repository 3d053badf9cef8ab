"""Cautions, nutrition and lifestyle: clinical-policy, sections 5 and 6."""

from patient_builder import ICD, RXNORM, SNOMED, concept, months_ago, woman
from policy_case import everywhere

TREAT = "dxa-not-due bone-agent-indicated dental-review-first "
RENAL = "renal-bisphosphonate-avoid"
ALL_LIFESTYLE = "calcium vitamin-d exercise"


def osteoporotic():
    return woman(60).t_score(-2.6)


def kidney():
    severe = RENAL + " denosumab-hypocalcaemia-risk specialist-referral"
    for egfr, cautions in [(35, ""), (34.9, RENAL), (30, RENAL), (29.9, severe)]:
        yield everywhere(f"eGFR {egfr}", osteoporotic().quantity("98979-8", egfr, "mL/min/{1.73_m2}"), TREAT + cautions)
    yield everywhere("eGFR of 12 months ago", osteoporotic().quantity("98979-8", 20, "mL/min/{1.73_m2}", 12), TREAT + severe)
    yield everywhere("eGFR of more than 12 months ago", osteoporotic().quantity("98979-8", 20, "mL/min/{1.73_m2}", 12, 1),
                     TREAT)
    yield everywhere("the latest eGFR counts", osteoporotic().quantity("98979-8", 20, "mL/min/{1.73_m2}", 5)
                     .quantity("98979-8", 60, "mL/min/{1.73_m2}", 1), TREAT)
    yield everywhere("dialysis", osteoporotic().condition(ICD, "Z99.2"), TREAT + severe)
    yield everywhere("no therapy card, no caution", woman(60).t_score(0.4).quantity("98979-8", 20, "mL/min/{1.73_m2}"),
                     "dxa-not-due")


def minerals():
    for value, unit, code, caution in [(8.5, "mg/dL", "17861-6", ""), (8.4, "mg/dL", "17861-6", "correct-hypocalcaemia-first"),
                                       (2.12, "mmol/L", "2000-8", ""),
                                       (2.11, "mmol/L", "2000-8", "correct-hypocalcaemia-first")]:
        yield everywhere(f"calcium {value} {unit}", osteoporotic().quantity(code, value, unit), TREAT + caution)
    yield everywhere("calcium corrected for low albumin",
                     osteoporotic().quantity("17861-6", 8.2, "mg/dL").quantity("1751-7", 3.0, "g/dL"), TREAT)
    yield everywhere("hypocalcaemia on the list", osteoporotic().condition(SNOMED, "5291005"),
                     TREAT + "correct-hypocalcaemia-first")
    for value, unit, caution in [(20, "ng/mL", ""), (19.9, "ng/mL", "correct-vitamin-d-first"), (50, "nmol/L", ""),
                                 (49.9, "nmol/L", "correct-vitamin-d-first")]:
        yield everywhere(f"vitamin D {value} {unit}", osteoporotic().quantity("62292-8", value, unit), TREAT + caution)
    yield everywhere("hyperparathyroidism, no therapy row", woman(60).t_score(0.4).condition(ICD, "E21.0"),
                     "dxa-not-due specialist-referral", lifestyle="vitamin-d exercise", indicator="warning")
    yield everywhere("hyperparathyroidism with an indication", osteoporotic().condition(SNOMED, "36348003"),
                     TREAT + "specialist-referral", lifestyle="vitamin-d exercise")


def others():
    yield everywhere("oesophageal stricture", osteoporotic().condition(SNOMED, "63305008"),
                     TREAT + "avoid-oral-bisphosphonate")
    yield everywhere("allergy to alendronate", osteoporotic().add("AllergyIntolerance", {
        "code": concept(RXNORM, "46041"), "clinicalStatus": concept(
            "http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical", "active")}),
        TREAT + "avoid-bisphosphonates")


def lifestyle():
    normal = "dxa-not-due"
    smoker = {"valueCodeableConcept": concept(SNOMED, "449868002")}
    yield everywhere("a new order", woman(60).t_score(0.4), normal, lifestyle=ALL_LIFESTYLE)
    yield everywhere("a smoker", woman(60).t_score(0.4).observation("72166-2", months_ago(1), smoker), normal,
                     lifestyle=ALL_LIFESTYLE + " smoking-cessation")
    yield everywhere("on calcium: no supplement suggested", woman(60).t_score(0.4).takes("1897"), normal,
                     lifestyle=ALL_LIFESTYLE, forbidden=("suggestions:calcium",))
    yield everywhere("on vitamin D: no supplement suggested", woman(60).t_score(0.4).takes("2418"), normal,
                     lifestyle=ALL_LIFESTYLE, forbidden=("suggestions:cholecalciferol",))


def cases():
    for group in (kidney, minerals, others, lifestyle):
        yield from group()
