"""A patient file: all that one EHR knows of one patient, the orders, and the expected advice."""

import copy
import json
from functools import cached_property
from pathlib import Path

from fhir_conversion import FhirVersion, converted
from fhir_search_parameters import Json
from fhir_store import FhirStore


class PatientRecord:
    """All that one EHR knows of one patient, and the orders about to be signed."""

    def __init__(self, document: Json, version: FhirVersion = FhirVersion.R4):
        self.version = version
        self.as_of: str = document["as_of"]
        self.title: str = document["title"]
        self.patient_id: str = document["patientId"]
        self.draft_orders: Json = document["draftOrders"]
        self.resources = [entry["resource"] for entry in document["record"].get("entry", [])]
        self.expect: dict[str, Json] = document.get("expect", {})

    @classmethod
    def load(cls, path: Path | str) -> "PatientRecord":
        return cls(json.loads(Path(path).read_text(encoding="utf-8")))

    def once_signed(self) -> "PatientRecord":
        """The same patient some time after signing: what was drafted is active and on record."""
        entries = copy.deepcopy(self.draft_orders.get("entry", []))
        for entry in entries:
            if entry["resource"].get("status") == "draft":
                entry["resource"]["status"] = "active"
        record = [{"resource": resource} for resource in self.resources] + entries
        return PatientRecord({"as_of": self.as_of, "title": self.title, "patientId": self.patient_id,
                              "draftOrders": {"resourceType": "Bundle", "type": "collection"},
                              "record": {"entry": record}})

    def at(self, hook: str) -> "PatientRecord":
        """The patient at the moment when a hook fires: patient-view, when the orders are on record."""
        return self.once_signed() if hook == "patient-view" else self

    @cached_property
    def store(self) -> FhirStore:
        return FhirStore(self.resources, self.version)

    def in_version(self, version: FhirVersion) -> "PatientRecord":
        """The same patient in an EHR that speaks this version of FHIR."""
        entries = [{"resource": converted(resource, version)} for resource in self.resources]
        return PatientRecord({"as_of": self.as_of, "title": self.title, "patientId": self.patient_id,
                              "draftOrders": converted(self.draft_orders, version), "record": {"entry": entries},
                              "expect": self.expect}, version)

    @property
    def orders(self) -> list[Json]:
        return [entry["resource"] for entry in self.draft_orders.get("entry", [])]

    @property
    def user_id(self) -> str:
        """Who signs: the requester of the orders."""
        requesters = [order.get("requester") or order.get("prescriber") or order.get("orderer") or {}
                      for order in self.orders]
        references = [requester.get("agent", requester).get("reference") for requester in requesters]
        return next(filter(None, references), "Practitioner/example")

    @property
    def encounter_id(self) -> str | None:
        references = [order.get("encounter", order.get("context", {})).get("reference") for order in self.orders]
        return next((ref.rpartition("/")[2] for ref in references if ref), None)
