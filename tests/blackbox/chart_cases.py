"""What patient-view says of each golden patient some time after the order was signed: what is due, or nothing.

Worked out from clinical-policy sections 1 to 5: a renewal says only what is overdue, newly indicated or unsafe.
"""

GUIDELINES = ("aibl-2017", "who-osteoporosis", "asco-2019")

# Words that call for something to be done now; all others go along with one of these, or are for a new order.
DUE = frozenset({
    "dxa-baseline", "dxa-repeat", "dxa-central-needed", "bone-agent-indicated", "denosumab-overdue", "onj-caution",
    "specialist-referral", "renal-bisphosphonate-avoid", "denosumab-hypocalcaemia-risk", "correct-hypocalcaemia-first",
    "correct-vitamin-d-first", "avoid-oral-bisphosphonate", "avoid-bisphosphonates", "secondary-causes-workup",
    "premenopausal-check", "pregnancy-conflict",
})
# Words that are for a new order, or no reason to interrupt who opens a chart.
NEVER = frozenset({
    "bone-agent-consider", "bone-agent-continue", "bone-metastasis-regimen", "calcium", "denosumab-next-dose",
    "dxa-already-ordered", "dxa-due-soon", "exercise", "smoking-cessation", "vitamin-d",
})

INDICATED = "bone-agent-indicated"

# By patient: what is due under each guideline, in the order above; "" where nothing is.
SPEAKS: dict[str, tuple[str, str, str]] = {
    "V01": ("dxa-baseline",) * 3,
    "V03": (INDICATED,) * 3,
    "V04": (INDICATED,) * 3,
    "V09": (INDICATED, "", ""),                              # T -1.6 and age 70
    # Three risk factors, no T-score; one of them a fracture of osteoporosis, which ASCO's guideline names.
    "V11": (f"dxa-baseline {INDICATED}", "dxa-baseline", f"dxa-baseline {INDICATED}"),
    "V12": (INDICATED,) * 3,                                 # FRAX 24 %
    "V14": (INDICATED, "", ""),
    "V16": (INDICATED, INDICATED, ""),                       # osteoporosis on the problem list, no T-score
    "V17": ("dxa-repeat",) * 3,
    "V20": (INDICATED,) * 3,
    "V33": ("dxa-central-needed",) * 3,
    "V39": ("dxa-baseline",) * 3,
    "V46": (f"{INDICATED} renal-bisphosphonate-avoid denosumab-hypocalcaemia-risk specialist-referral",) * 3,
    "V47": (f"{INDICATED} correct-hypocalcaemia-first",) * 3,
    "V49": (f"{INDICATED} avoid-oral-bisphosphonate",) * 3,
    "V51": ("onj-caution specialist-referral",) * 3,
    "V60": (f"{INDICATED} secondary-causes-workup", "secondary-causes-workup", ""),  # loss on one scanner
    "V63": (INDICATED, INDICATED, ""),                       # prednisone for eight months, T -1.7
    "V65": ("dxa-baseline",) * 3,
}
# Nothing is due, by any guideline.
SILENT = frozenset({
    "V02",  # recent normal scan
    "V05", "V07", "V18", "V25", "V27", "V68",  # to be considered, assessed or planned at the most
    "V22", "V24", "V29", "V30", "V32",  # a recent scan whose values cannot be used
    "V34", "V35",  # ovulation induction
    "V40",  # a man
    "V41",  # a boy
    "V43",  # denosumab in time
    "V52",  # a scan is ordered
    "V53",  # bone metastases on denosumab
    "V55",  # letrozole is stopped
    "V57",  # the renewal with nothing due
    "V58",  # hospice
    "V67",  # tamoxifen
})


def due(patient: str, guideline: str) -> set[str]:
    """What is due for the patient whose file begins so."""
    return set(SPEAKS[patient][GUIDELINES.index(guideline)].split()) if patient in SPEAKS else set()
