"""Who should have a bone-protective drug: clinical-policy, section 4, at and beside each threshold."""

from patient_builder import ICD, LOINC, SNOMED, concept, months_ago, woman
from policy_case import Case, everywhere

NOT_DUE = "dxa-not-due"
ASSESS = "dxa-not-due assess-fracture-risk"
CONSIDER = "dxa-not-due bone-agent-consider dental-review-first"
INDICATED = "dxa-not-due bone-agent-indicated dental-review-first"
TREAT_AT_ONCE = "dxa-baseline bone-agent-indicated dental-review-first"
SMOKER = {"valueCodeableConcept": concept(SNOMED, "449868002")}
EX_SMOKER = {"valueCodeableConcept": concept(SNOMED, "8517006")}


def smoker(patient, status=SMOKER):
    return patient.observation("72166-2", months_ago(1), status)


def prednisone(patient, months, days=0):
    return patient.takes("312617", dosageInstruction=[{
        "route": concept(SNOMED, "26643006"),
        "timing": {"repeat": {"boundsPeriod": {"start": months_ago(months, days)}}}}])


def thresholds():
    for t_score, aibl, who in [(0.4, NOT_DUE, NOT_DUE), (-1.0, NOT_DUE, NOT_DUE), (-1.01, ASSESS, ASSESS),
                               (-1.5, ASSESS, ASSESS), (-1.99, ASSESS, ASSESS), (-2.0, CONSIDER, ASSESS),
                               (-2.01, INDICATED, ASSESS), (-2.45, INDICATED, ASSESS), (-2.5, INDICATED, INDICATED),
                               (-2.51, INDICATED, INDICATED), (-7.0, INDICATED, INDICATED)]:
        yield Case(f"T {t_score}, no risk factor", woman(60).t_score(t_score), aibl, who, who)
    yield Case("osteopenia is not called osteoporosis", woman(60).t_score(-2.45), INDICATED, ASSESS, ASSESS,
               forbidden=("summary:osteoporosis",))


def risk_factors():
    yield Case("T -1.5 is no factor at age 70", woman(70).t_score(-1.5), ASSESS, ASSESS, ASSESS)
    yield Case("T -1.51 at age 70", woman(70).t_score(-1.51), INDICATED, ASSESS, ASSESS)
    yield Case("T -2.0 at age 70", woman(70).t_score(-2.0), INDICATED, ASSESS, ASSESS)
    yield Case("65 is not over 65", woman(65).t_score(-1.6), ASSESS, ASSESS, ASSESS)
    yield Case("66 is", woman(66).t_score(-1.6), INDICATED, ASSESS, ASSESS)
    yield Case("66 today", woman(65, days_to_birthday=0).t_score(-1.6), INDICATED, ASSESS, ASSESS)
    yield Case("66 tomorrow", woman(65, days_to_birthday=1).t_score(-1.6), ASSESS, ASSESS, ASSESS)
    for bmi, advice in [(19.9, INDICATED), (20.0, CONSIDER), (23.9, CONSIDER), (24.0, ASSESS)]:
        yield Case(f"BMI {bmi} and T -1.6", woman(60).t_score(-1.6).quantity("39156-5", bmi, "kg/m2"),
                   advice, ASSESS, ASSESS)
    yield Case("a disputed BMI alone says nothing at T -1.4",
               woman(60).t_score(-1.4).quantity("39156-5", 22, "kg/m2"), ASSESS, ASSESS, ASSESS)
    yield Case("BMI from weight and height",
               woman(60).t_score(-1.6).quantity("29463-7", 45, "kg").quantity("8302-2", 160, "cm"),
               INDICATED, ASSESS, ASSESS)
    yield Case("two factors with normal density", smoker(woman(70)).t_score(1.0), INDICATED, NOT_DUE, NOT_DUE)
    yield Case("two factors, past smoking among them", smoker(woman(70), EX_SMOKER).t_score(-0.2),
               INDICATED, NOT_DUE, NOT_DUE)
    yield Case("two factors in osteopenia", smoker(woman(70)).t_score(-1.1), INDICATED, INDICATED, ASSESS)
    yield Case("two factors and no DXA", smoker(woman(70)), TREAT_AT_ONCE, "dxa-baseline assess-fracture-risk",
               "dxa-baseline")
    yield Case("one factor and no DXA", woman(70), "dxa-baseline", "dxa-baseline", "dxa-baseline")
    parent = {"relationship": concept("http://terminology.hl7.org/CodeSystem/v3-RoleCode", "MTH"), "status": "completed",
              "condition": [{"code": concept(SNOMED, "5913000")}]}
    yield Case("mother's hip fracture in the family history", woman(60).t_score(-1.6).add("FamilyMemberHistory", parent),
               INDICATED, ASSESS, ASSESS)
    yield Case("mother's hip fracture as a condition", woman(60).t_score(-1.6).condition(SNOMED, "391096007"),
               INDICATED, ASSESS, ASSESS)


def fractures():
    yield everywhere("vertebral fragility fracture with normal density",
                     woman(60).t_score(-0.3).condition(SNOMED, "240198002", onsetDateTime=months_ago(20)), INDICATED)
    yield everywhere("hip fracture at 58", woman(60).t_score(-0.3).condition(
        SNOMED, "5913000", onsetDateTime=months_ago(24)), INDICATED)
    yield everywhere("hip fracture at 40", woman(60).t_score(-0.3).condition(
        SNOMED, "5913000", onsetDateTime=months_ago(240)), NOT_DUE)
    yield everywhere("fracture of the radius is no fragility fracture by itself", woman(60).t_score(-1.2).condition(
        SNOMED, "12676007", onsetDateTime=months_ago(24)), ASSESS)
    yield everywhere("osteoporotic fracture of the radius in osteopenia", woman(60).t_score(-1.2).condition(
        SNOMED, "704336007", onsetDateTime=months_ago(24)), INDICATED)
    yield Case("osteoporotic fracture of the radius with normal density", woman(60).t_score(-0.5).condition(
        SNOMED, "704336007", onsetDateTime=months_ago(24)), NOT_DUE, NOT_DUE, INDICATED)
    yield everywhere("a refuted fracture", woman(60).t_score(-0.3).condition(
        SNOMED, "240198002", verificationStatus=concept("http://terminology.hl7.org/CodeSystem/condition-ver-status",
                                                        "refuted")), NOT_DUE)
    yield Case("osteoporosis on the problem list", woman(60).condition(ICD, "M81.0"), TREAT_AT_ONCE, TREAT_AT_ONCE)
    yield everywhere("osteopenia on the problem list is no T-score", woman(60).condition(SNOMED, "312894000"),
                     "dxa-baseline")


def high_risk():
    for value, advice in [(19.9, ASSESS), (20, INDICATED)]:
        yield everywhere(f"FRAX major {value} % in osteopenia", woman(60).t_score(-1.2).quantity("90265-0", value, "%"),
                         advice)
    for value, advice in [(2.9, ASSESS), (3, INDICATED)]:
        yield everywhere(f"FRAX hip {value} % in osteopenia", woman(60).t_score(-1.2).quantity("90266-8", value, "%"),
                         advice)
    yield Case("FRAX 25 % with normal density", woman(60).t_score(-0.5).quantity("90265-0", 25, "%"),
               NOT_DUE, NOT_DUE, INDICATED)
    yield Case("FRAX 25 % at T -1.0", woman(60).t_score(-1.0).quantity("90265-0", 25, "%"), NOT_DUE, NOT_DUE, INDICATED)
    for months, days, advice in [(3, 0, ASSESS), (3, 1, INDICATED), (6, 0, INDICATED)]:
        yield Case(f"prednisone for {months} months and {days} days in osteopenia",
                   prednisone(woman(60).t_score(-1.2), months, days), advice, advice, ASSESS)
    for months, days, advice in [(6, 0, NOT_DUE), (6, 1, INDICATED)]:
        yield Case(f"prednisone for {months} months and {days} days at age 70",
                   prednisone(woman(70).t_score(-0.5), months, days), advice, NOT_DUE, NOT_DUE)


def rapid_loss():
    causes = "dxa-not-due secondary-causes-workup "
    treat, assess = causes + "bone-agent-indicated dental-review-first", causes + "assess-fracture-risk"

    def loss(before, after, months, baseline_t, t_score=-1.2, second="scanner-1"):
        last = months_ago(3)
        first = months_ago(3 + months)
        return (woman(60).bmd(before, "scanner-1", 3 + months).bmd(after, second, 3)
                .observation("38267-1", first, {"valueQuantity": {"value": baseline_t}})
                .observation("38267-1", last, {"valueQuantity": {"value": t_score}}))
    yield Case("6 % in a year from osteopenia", loss(1.0, 0.94, 12, -1.1), treat, assess)
    yield Case("6 % in a year from normal density", loss(1.0, 0.94, 12, -1.0), ASSESS, ASSESS, ASSESS)
    yield Case("10 % in a year from normal density", loss(1.0, 0.90, 12, -0.5), treat, assess)
    yield Case("5.2 % is within the error of the spine", loss(1.0, 0.948, 12, -1.1), ASSESS, ASSESS, ASSESS)
    yield Case("9 months are too short", loss(1.0, 0.85, 9, -1.1), ASSESS, ASSESS, ASSESS)
    yield Case("another device: no change is computed", loss(1.0, 0.85, 12, -1.1, second="scanner-2"),
               ASSESS + " data-quality", ASSESS + " data-quality", ASSESS + " data-quality")


def cases():
    for group in (thresholds, risk_factors, fractures, high_risk, rapid_loss):
        yield from group()
