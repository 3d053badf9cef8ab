"""What the tests of fetching share: a service, a patient's FHIR server, and calls that grant access to it."""

import unittest
from typing import Any
from urllib.parse import parse_qsl, unquote

from service import GUIDELINES, SERVICE_ID, Service, patient  # first: it makes the test tools importable

from cds_client import Answer  # noqa: I001
from conformance import check_error, check_response
from expectations import advice_of, indicator_of
from fhir_faults import CANARY
from fhir_http import BASE_PATH
from fhir_search_parameters import Json
from fhir_server import FhirServer
from hook_request import FhirAccess, Mode, hook_request, resolve
from patient_record import PatientRecord

TOKEN = "canary-token-of-the-ehr"
CANARIES = (CANARY, TOKEN)
HOOK_INSTANCE = "5f0cd6a1-7a3e-4c55-8a94-0c3f6f0e6f14"
REQUIRED = ("patient", "conditions", "medications", "boneDensity")


class Fetching(unittest.TestCase):
    """A running service, and short names for what these tests do; at the end no log holds a canary."""

    options: tuple[str, ...] = ()

    @classmethod
    def setUpClass(cls) -> None:
        cls.service = Service(GUIDELINES[0], *cls.options)
        cls.addClassCleanup(cls._stop)
        cls.order_sign = cls.service.order_sign()
        cls.templates: dict[str, str] = cls.order_sign["prefetch"]

    @classmethod
    def _stop(cls) -> None:
        output = cls.service.output()
        cls.service.stop()
        told = [canary for canary in CANARIES if canary in output]
        if told:
            raise AssertionError(f"the service wrote {told}\n{output[-4000:]}")

    def serve(self, record: PatientRecord, **options: Any) -> FhirServer:
        """A FHIR server over the record, until the end of the test."""
        server = FhirServer(record.store, **{"access_token": TOKEN} | options)
        server.__enter__()
        self.addCleanup(server.__exit__)
        return server

    def request(self, record: PatientRecord, fhir: FhirServer | None, mode: Mode = Mode.FHIR, **options: Any) -> Json:
        access = FhirAccess(fhir.base_url, TOKEN) if fhir else None
        return hook_request(self.order_sign, record, mode=mode, fhir_access=access, hook_instance=HOOK_INSTANCE,
                            **options)

    def send(self, request: Json, **headers: str) -> Answer:
        """The answer, which conforms to CDS Hooks and holds no canary; headers: with _ for -."""
        answer = self.service.client.send("POST", f"/cds-services/{SERVICE_ID}", request,
                                          {name.replace("_", "-"): value for name, value in headers.items()})
        self.assertEqual(problems_of(answer, request), [])
        return answer

    def sign(self, record: PatientRecord, fhir: FhirServer, mode: Mode = Mode.FHIR, **options: Any) -> Answer:
        return self.send(self.request(record, fhir, mode, **options))

    def prefetched(self, record: PatientRecord, mode: Mode = Mode.FULL, **options: Any) -> Answer:
        """The answer to the same call without access to a FHIR server."""
        return self.send(self.request(record, None, mode, **options))

    def assert_refused(self, answer: Answer, *words: str) -> None:
        """412 as of an incomplete record, saying these words, at once if the time matters."""
        self.assertEqual(answer.status, 412, answer.text[:500])
        self.assertEqual(answer.body["issue"][0]["code"], "incomplete", answer.text)
        for word in words:
            self.assertIn(word, answer.text)

    def assert_same_cards(self, answer: Answer, expected: Answer, message: object = None) -> None:
        self.assertEqual((answer.status, expected.status), (200, 200), f"{message}: {answer.text[:300]}")
        self.assertEqual(cards_of(answer), cards_of(expected), message)

    def keys_asked(self, fhir: FhirServer, record: PatientRecord) -> list[str]:
        """The prefetch keys whose queries the server was asked, /metadata apart; another address as it is."""
        wanted = {query_of(resolve(template, {"patientId": record.patient_id})): key
                  for key, template in self.templates.items()}
        asked = [query_of(request.path.removeprefix(BASE_PATH + "/")) for request in fhir.log]
        return sorted(wanted.get(query, str(query)) for query in asked if query[0] != "metadata")


def query_of(relative_url: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    """What is asked for, however it is encoded."""
    path, _, query = relative_url.partition("?")
    return unquote(path), tuple(parse_qsl(query, keep_blank_values=True))


def problems_of(answer: Answer, request: Json) -> list[str]:
    """What an answer must not have, whatever was asked."""
    if answer.status == 200:
        found = [str(violation) for violation in check_response(answer.body, request, CANARIES)]
    else:
        found = [str(violation) for violation in check_error(answer.status, answer.body)]
    return found + [f"the answer holds {canary}" for canary in CANARIES if canary in answer.text]


def cards_of(answer: Answer) -> list[tuple[str, str, str]]:
    """What a clinician reads: two calls with the same facts differ in nothing of it."""
    return [(card["indicator"], card["summary"], card["detail"]) for card in answer.body["cards"]]


def advice_and_indicator(answer: Answer) -> tuple[list[str], str | None]:
    return sorted(advice_of(answer.body)), indicator_of(answer.body)
