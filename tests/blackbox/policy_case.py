"""One sentence of clinical-policy as a test: a patient, and all that the cards may advise."""

from dataclasses import dataclass, field

from patient_builder import Patient

LIFESTYLE = frozenset({"calcium", "vitamin-d", "exercise", "smoking-cessation"})


@dataclass(frozen=True)
class Case:
    """`aibl`, `who`, `asco`: exactly the advice under each profile, lifestyle apart; None where not tested."""

    title: str
    patient: Patient
    aibl: str | None = None
    who: str | None = None
    asco: str | None = None
    lifestyle: str | None = None  # exactly this advice on lifestyle
    indicator: str = ""           # the highest, if tested
    forbidden: tuple[str, ...] = field(default=())  # must stand in no card, in any case

    def expected(self, profile: str) -> str | None:
        return {"aibl-2017": self.aibl, "who-osteoporosis": self.who, "asco-2019": self.asco}[profile]


def everywhere(title: str, patient: Patient, advice: str, **more: object) -> Case:
    """A case in which the profiles agree."""
    return Case(title, patient, advice, advice, advice, **more)
