"""What EHRs do in ways of their own: profiles, order codes and prefetch keys of the clients file, on the requests that
these EHRs send (fixtures/clients). Sandbox mode knows a client by the fhirServer that its call names."""

import json
import subprocess
import tempfile
import unittest
from pathlib import Path

from fetching import Fetching, cards_of, problems_of  # first: it makes the test tools importable
from service import TESTS, patient, program

from cds_client import Answer  # noqa: I001
from fhir_search_parameters import Json
from free_port import free_port
from hook_request import Mode, hook_request

CONTENT_TYPE = "com.epic.cdshooks.card.detail.content-type"
PREFERENCE_LIST = "urn:com.epic.cdshooks.action.code.system.preference-list-item"
EPIC, ORACLE = "https://ehr.example.org/interconnect/api/FHIR/R4", "https://fhir-ehr.example.org/r4/tenant-1"
ATHENA, SANDBOX = "https://athena.example.org/fhir/r4", "https://ehr.example.org/r4"
MEDPLUM, OTHER = "http://127.0.0.1:9/medplum", "https://other.example.org/fhir"
RENAMING, LACKING = f"http://127.0.0.1:{free_port()}/fhir/R4", f"http://127.0.0.1:{free_port()}/fhir/R4"
CLIENTS: list[Json] = [
    {"iss": EPIC, "fhirServers": [EPIC], "profile": "epic", "prefetchAliases": {"boneDensity": "dexa"},
     "orderCodes": {"order-dxa": {"system": PREFERENCE_LIST, "code": "81077", "display": "XR DEXA"}}},
    {"iss": ORACLE, "fhirServers": [ORACLE], "profile": "oracle-health"},
    {"iss": ATHENA, "fhirServers": [ATHENA], "profile": "athenahealth"},
    {"iss": MEDPLUM, "fhirServers": [MEDPLUM], "profile": "medplum"},
    {"iss": SANDBOX, "fhirServers": [SANDBOX], "profile": "cds-hooks-sandbox"},
    {"iss": RENAMING, "fhirServers": [RENAMING], "prefetchAliases": {"boneDensity": "bmd", "labs": "observations",
                                                                     "observations": "labs"}},
    {"iss": LACKING, "fhirServers": [LACKING], "missingTemplates": ["labs", "conditions"]}]
NOTHING: Json = {"resourceType": "Bundle", "type": "searchset", "total": 0}


def fixture(name: str) -> Json:
    return json.loads((TESTS / f"fixtures/clients/{name}.json").read_text(encoding="utf-8"))


def woman(patient_id: str) -> Json:
    return {"resourceType": "Patient", "id": patient_id, "gender": "female", "birthDate": "1960-02-03"}


def actions_of(answer: Answer) -> list[Json]:
    return [action for card in answer.body["cards"] for suggestion in card.get("suggestions", [])
            for action in suggestion["actions"]]


class ClientProfiles(Fetching):

    @classmethod
    def setUpClass(cls) -> None:
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        file = Path(folder.name) / "clients.json"
        file.write_text(json.dumps({"clients": CLIENTS}), encoding="utf-8")
        cls.options = ("--clients", str(file))
        super().setUpClass()

    def from_client(self, name: str, **changes: object) -> Answer:
        """The fixture with all data: of a woman of whom nothing but her age is known."""
        body = fixture(name)
        prefetch = dict.fromkeys(self.templates, NOTHING) | {"patient": woman(body["context"]["patientId"])}
        answer = self.send(body | {"prefetch": prefetch} | changes)
        self.assertEqual(answer.status, 200, answer.text)
        self.assertNotEqual(answer.body["cards"], [])
        return answer

    def of_patient(self, server: str, **options: object) -> Json:
        """The call about a patient of tests/patients with all data, as from this client."""
        return self.request(patient("V03"), None, Mode.FULL, **options) | {"fhirServer": server}

    def behaviors(self, answer: Answer) -> set[str]:
        return {card["selectionBehavior"] for card in answer.body["cards"] if "suggestions" in card}

    def test_epic(self) -> None:
        for name in ("epic-shaped-order-sign-medication-as-bundle-entry", "epic-shaped-order-sign-reference-only"):
            with self.subTest(name):
                order = fixture(name)["context"]["draftOrders"]["entry"][0]["resource"]
                self.assertGreater(len(order["id"]), 180)  # FHIR has 64 at most
                prefetch = {key: NOTHING for key in self.templates if key != "boneDensity"}
                prefetch |= {"dexa": NOTHING, "patient": woman("ePATsynthetic3")}
                answer = self.from_client(name, prefetch=prefetch)
                self.assertEqual(self.behaviors(answer), {"any"})
                self.assertEqual({card["extension"][CONTENT_TYPE] for card in answer.body["cards"]}, {"text/markdown"})
                for card in answer.body["cards"]:
                    for suggestion in card.get("suggestions", []):
                        self.assertEqual(len(suggestion["actions"]), 1)
                scans = [action["resource"] for action in actions_of(answer)
                         if action["resource"]["resourceType"] == "ServiceRequest"]
                self.assertEqual([scan["code"]["coding"] for scan in scans],
                                 [[{"system": PREFERENCE_LIST, "code": "81077", "display": "XR DEXA"}]])
                self.assertTrue(scans[0]["code"]["text"])
                drugs = [action["resource"] for action in actions_of(answer)
                         if action["resource"]["resourceType"] == "MedicationRequest"]
                self.assertNotEqual(drugs, [])
                self.assertNotIn(PREFERENCE_LIST, json.dumps(drugs))

    def test_epics_outcomes_under_a_key_of_the_site(self) -> None:
        """"dexa" was looked for and nothing found; conditions were not to be had, the others were not asked for."""
        answer = self.send(fixture("epic-shaped-prefetch-outcomes") | {"fhirAuthorization": None})
        self.assertEqual(answer.status, 412)
        self.assertIn("conditions (an error", answer.text)
        self.assertNotIn("boneDensity (", answer.text)

    def test_epics_stripped_call(self) -> None:
        for server in (EPIC, OTHER):
            with self.subTest(server):
                answer = self.send(fixture("epic-shaped-stripped-endpoint-mismatch") | {"fhirServer": server})
                self.assertEqual(answer.status, 400)
                self.assertIn("context.draftOrders is missing", answer.text)
                self.assertIn("the endpoint URI registered for the app", answer.text)
                self.assertIn("Unsigned Order APIs", answer.text)
        self.assertIn('"event":"call-stripped"', self.service.output())

    def test_stripped_calls_of_others_say_nothing_of_epic(self) -> None:
        answer = self.send(fixture("sandbox-order-sign-tab-reclick-no-draftOrders"))
        self.assertEqual(answer.status, 400)
        self.assertNotIn("Epic", answer.text)

    def test_oracle_health(self) -> None:
        answer = self.send(self.of_patient(ORACLE))
        self.assertEqual(self.behaviors(answer), {"at-most-one"})
        self.assertEqual(cards_of(answer), cards_of(self.send(self.of_patient(OTHER))))

    def view(self, body: Json) -> Answer:
        answer = self.service.client.call(self.service.service_for("patient-view")["id"], body)
        self.assertEqual(problems_of(answer, body), [])
        return answer

    def test_oracle_health_opens_a_chart(self) -> None:
        """The shape that it sends, without data and without access; and the same with a patient's data."""
        body = fixture("cerner-shaped-patient-view")
        answer = self.view(body)
        self.assertEqual(answer.status, 412)
        self.assertNotIn("Epic", answer.text)
        record = patient("V17").at("patient-view")  # a scan is overdue
        full = hook_request(self.service.service_for("patient-view"), record, mode=Mode.FULL)
        answer = self.view(body | {"context": full["context"], "prefetch": full["prefetch"]})
        self.assertEqual(answer.status, 200)
        self.assertEqual(self.behaviors(answer), {"at-most-one"})

    def test_epics_stripped_call_on_opening_a_chart(self) -> None:
        answer = self.view(fixture("epic-shaped-stripped-endpoint-mismatch") | {"hook": "patient-view"})
        self.assertEqual(answer.status, 412)
        self.assertIn("the endpoint URI registered for the app", answer.text)

    def test_athenahealth_and_others_get_what_cds_hooks_has(self) -> None:
        self.assertEqual(self.send(self.of_patient(ATHENA)).text, self.send(self.of_patient(OTHER)).text)
        answer = self.from_client("contained-medication-order-sign", fhirServer=ATHENA)
        self.assertEqual(self.behaviors(answer), {"any"})

    def test_medplums_null_is_not_nothing_found(self) -> None:
        body = self.of_patient(MEDPLUM)
        body["prefetch"] |= {"labs": None, "observations": None}
        answer = self.send(body)
        self.assertEqual(answer.status, 200, answer.text)
        self.assertIn("**Could not be looked up:**", answer.body["cards"][0]["detail"])
        self.assertNotIn("**Could not be looked up:**",
                         self.send(body | {"fhirServer": OTHER}).body["cards"][0]["detail"])
        body["prefetch"]["conditions"] = None
        answer = self.send(body)
        self.assertEqual(answer.status, 412)
        self.assertIn("conditions (not sent", answer.text)

    def test_medplums_empty_bundle_is(self) -> None:
        body = self.of_patient(MEDPLUM)
        body["prefetch"] |= {"labs": NOTHING, "observations": NOTHING}
        self.assertEqual(cards_of(self.send(body)), cards_of(self.send(body | {"fhirServer": OTHER})))

    def test_cds_hooks_sandbox(self) -> None:
        answer = self.from_client("sandbox-order-sign-r4")
        self.assertEqual(self.behaviors(answer), {"any"})
        self.assertNotIn(CONTENT_TYPE, answer.text)
        dstu2 = self.from_client("sandbox-order-sign-dstu2-default-server", fhirServer=SANDBOX)
        self.assertEqual(actions_of(dstu2), [])

    def test_keys_of_the_clients_own(self) -> None:
        body = self.of_patient(RENAMING)
        prefetch = body["prefetch"]
        prefetch["bmd"] = prefetch.pop("boneDensity")
        prefetch["labs"], prefetch["observations"] = prefetch["observations"], prefetch["labs"]
        self.assertEqual(cards_of(self.send(body)), cards_of(self.send(self.of_patient(OTHER))))
        self.assertEqual(self.send(body | {"fhirServer": OTHER}).status, 412)  # to whom "bmd" means nothing

    def test_what_a_client_does_not_prefetch_is_fetched(self) -> None:
        record = patient("V03")
        body = self.request(record, None, Mode.FULL) | {"fhirServer": LACKING}
        self.assertEqual(self.send(body).status, 412)  # whatever it sends as conditions
        fhir = self.serve(record, port=int(LACKING.split(":")[2].split("/")[0]), access_token=None)
        answer = self.send(body)
        self.assertEqual(answer.status, 200, answer.text)
        self.assertEqual(set(self.keys_asked(fhir, record)), {"labs", "conditions"})

    def test_an_order_that_is_never_suggested_has_no_code(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "clients.json"
            client = {"iss": "e", "fhirServers": [EPIC], "orderCodes": {"dxa": {"system": "urn:s", "code": "1"}}}
            file.write_text(json.dumps({"clients": [client]}), encoding="utf-8")
            for command in (["serve", "--sandbox", "--port", str(free_port())], ["evaluate"]):
                run = subprocess.run([program(), *command, "--clients", str(file)]
                                     + ([str(TESTS / "fixtures/clients/epic-shaped-order-sign-reference-only.json")]
                                        if command == ["evaluate"] else []),
                                     capture_output=True, text=True, timeout=60, check=False)
                with self.subTest(command[0]):
                    self.assertNotEqual(run.returncode, 0)
                    self.assertIn("clients[0].orderCodes: a name is none of the guideline's suggestions", run.stderr)


if __name__ == "__main__":
    unittest.main()
