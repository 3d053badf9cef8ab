"""Fetching what was not prefetched: what the FHIR server is asked, when and how often, and what becomes of it."""

import time
import unittest
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from fetching import REQUIRED, TOKEN, Fetching, cards_of, patient  # first: it makes the test tools importable
from hook_body import order
from service import SERVICE_ID

from cds_client import Answer  # noqa: I001
from fhir_faults import Fault
from hook_request import Mode
from patient_builder import SNOMED, woman
from patient_record import PatientRecord

TRACEPARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
PAGES_AT_MOST = 10
ONE_ANSWER = 0.2  # seconds that a slow server takes for each


class Requests(Fetching):

    def setUp(self) -> None:
        self.record = patient("V03")

    def test_what_they_look_like(self) -> None:
        fhir = self.serve(self.record)
        answer = self.send(self.request(self.record, fhir), traceparent=TRACEPARENT)
        self.assertEqual(answer.status, 200, answer.text)
        for request in fhir.log:
            headers = {name.lower(): value for name, value in request.headers.items()}
            with self.subTest(request.path):
                self.assertEqual(request.method, "GET")
                self.assertIn("application/fhir+json", headers["accept"])
                self.assertIn("gzip", headers["accept-encoding"])
                self.assertEqual(headers["host"], f"127.0.0.1:{fhir.port}")
                self.assertEqual({"cookie", "origin", "referer"} & set(headers), set())
                if request.resource_type != "metadata":
                    self.assertEqual(headers["authorization"], f"Bearer {TOKEN}")
                    self.assertEqual(headers["traceparent"], TRACEPARENT)

    def test_a_server_that_is_open_to_all_gets_no_token(self) -> None:
        fhir = self.serve(self.record, access_token=None)
        request = self.request(self.record, fhir)
        del request["fhirAuthorization"]
        self.assertEqual(self.send(request).status, 200)
        self.assertNotEqual(fhir.log, [])
        for asked in fhir.log:
            self.assertNotIn("Authorization", asked.headers)

    def test_they_are_the_queries_of_discovery(self) -> None:
        fhir = self.serve(self.record)
        self.assertEqual(self.sign(self.record, fhir).status, 200)
        self.assertEqual(self.keys_asked(fhir, self.record), sorted(self.templates))

    def test_nothing_is_fetched_when_all_is_prefetched(self) -> None:
        fhir = self.serve(self.record)
        for mode in (Mode.FULL, Mode.NULL, Mode.EMPTY, Mode.EPIC):
            with self.subTest(mode):
                self.assert_same_cards(self.sign(self.record, fhir, mode), self.prefetched(self.record))
        self.assertEqual((fhir.connections, fhir.log), (0, []))

    def test_nothing_is_fetched_for_orders_that_are_not_ours(self) -> None:
        fhir = self.serve(self.record)
        request = self.request(self.record, fhir)
        other = order("308191", patient_id=self.record.patient_id)
        request["context"]["draftOrders"]["entry"] = [{"resource": other}]
        self.assertEqual(self.send(request).body, {"cards": []})
        self.assertEqual(fhir.connections, 0)

    def test_exactly_what_is_missing_is_fetched(self) -> None:
        expected = self.prefetched(self.record)
        for mode in (Mode.MISSING, Mode.ERROR):
            for keys in ([key] for key in self.templates):
                with self.subTest(mode, keys=keys):
                    fhir = self.serve(self.record)
                    self.assert_same_cards(self.sign(self.record, fhir, mode, keys=keys), expected)
                    self.assertEqual(self.keys_asked(fhir, self.record), keys)
        fhir = self.serve(self.record)
        self.assert_same_cards(self.sign(self.record, fhir, Mode.MISSING, keys=("labs", *REQUIRED)), expected)
        self.assertEqual(self.keys_asked(fhir, self.record), sorted(("labs", *REQUIRED)))

    def test_the_capabilities_are_asked_for_once(self) -> None:
        fhir = self.serve(self.record)
        for _ in range(3):
            self.assertEqual(self.sign(self.record, fhir).status, 200)
        self.assertEqual(len(fhir.requests_for("metadata")), 1)

    def test_all_are_asked_at_once(self) -> None:
        fhir = self.serve(self.record, latency=ONE_ANSWER)
        self.assertEqual(self.sign(self.record, fhir).status, 200)
        fhir.clear_log()
        answer = self.sign(self.record, fhir)  # the capabilities are known by now
        self.assertEqual((answer.status, len(fhir.log)), (200, len(self.templates)))
        self.assertEqual(fhir.most_at_once, len(self.templates))
        self.assertLess(answer.seconds, 5 * ONE_ANSWER)

    def test_connections_are_kept(self) -> None:
        fhir = self.serve(self.record)
        self.assertEqual(self.sign(self.record, fhir).status, 200)
        connections = fhir.connections
        self.assertLessEqual(connections, len(self.templates) + 1)
        for _ in range(3):
            self.assertEqual(self.sign(self.record, fhir).status, 200)
        self.assertEqual(fhir.connections, connections)

    def test_the_names_of_this_machine(self) -> None:
        expected = self.prefetched(self.record)
        for host in ("127.0.0.1", "localhost", "::1"):
            with self.subTest(host):
                try:
                    fhir = self.serve(self.record, host=host)
                except OSError:
                    self.skipTest(f"there is no {host} here")
                for ending in ("", "/"):
                    request = self.request(self.record, fhir)
                    request["fhirServer"] += ending
                    self.assert_same_cards(self.send(request), expected)
                self.assertEqual(self.keys_asked(fhir, self.record), sorted(2 * list(self.templates)))


class Pages(Fetching):

    def test_the_rest_of_what_was_prefetched(self) -> None:
        """Only the pages that the client left out, with the token."""
        record = patient("V22")
        fhir = self.serve(record)
        self.assert_same_cards(self.sign(record, fhir, Mode.PAGED), self.prefetched(record))
        self.assertNotEqual(fhir.log, [])
        for request in fhir.log:
            if request.resource_type != "metadata":
                self.assertIn("_offset=", request.path)
                self.assertEqual(request.headers["Authorization"], f"Bearer {TOKEN}")

    def test_what_is_fetched_in_pages(self) -> None:
        record = patient("V22")
        fhir = self.serve(record, page_size=1)
        self.assert_same_cards(self.sign(record, fhir), self.prefetched(record))

    def test_too_many_pages(self) -> None:
        for pages in (PAGES_AT_MOST, PAGES_AT_MOST + 1):
            with self.subTest(pages):
                many = woman(60).t_score(-2.6)
                for _ in range(pages - 1):  # she has breast cancer already
                    many.condition(SNOMED, "38341003")
                record = PatientRecord(many.document())
                fhir = self.serve(record, page_size=1)
                answer = self.sign(record, fhir)
                if pages > PAGES_AT_MOST:
                    self.assert_refused(answer, "conditions")
                else:
                    self.assert_same_cards(answer, self.prefetched(record))
                self.assertEqual(len(fhir.requests_for("Condition")), PAGES_AT_MOST)

    def test_a_loop(self) -> None:
        record = patient("V03")
        for resource_type, status in (("Condition", 412), ("AllergyIntolerance", 200)):
            fhir = self.serve(record, faults={resource_type: Fault.PAGING_LOOP})
            self.assertEqual(self.sign(record, fhir).status, status)
            self.assertLessEqual(len(fhir.requests_for(resource_type)), 2)

    def test_a_link_without_access(self) -> None:
        record = patient("V22")
        fhir = self.serve(record)
        request = self.request(record, fhir, Mode.PAGED)
        del request["fhirServer"], request["fhirAuthorization"]
        self.assert_refused(self.send(request))
        self.assertEqual(fhir.connections, 0)


class Tokens(Fetching):
    """A token that is not good for this call is not tried."""

    def test_unusable_tokens(self) -> None:
        record = patient("V03")
        fhir = self.serve(record, access_token=None)
        cases: list[dict[str, Any]] = [
            {"expires_in": 0}, {"expires_in": -1}, {"token_type": "mac"}, {"token_type": "DPoP"},
            {"patient": "someone-else"}, {"access_token": f"{TOKEN}\r\nX-Evil: 1"}, {"access_token": f"{TOKEN} x"},
            {"access_token": f"{TOKEN}\0"}, {"access_token": f"{TOKEN}\u00e9"}, {"access_token": "x" * 1_000_000}]
        for case in cases:
            with self.subTest({name: str(value)[:40] for name, value in case.items()}):
                request = self.request(record, fhir)
                request["fhirAuthorization"] |= case
                self.assert_refused(self.send(request))
        self.assertEqual(fhir.connections, 0)
        self.assertEqual(self.sign(record, fhir).status, 200)  # a good one is taken all the same

    def test_a_bad_token_of_one_caller_does_not_lock_out_the_next(self) -> None:
        record = patient("V03")
        fhir = self.serve(record)
        for _ in range(5):
            request = self.request(record, fhir)
            request["fhirAuthorization"]["access_token"] = "of-yesterday"
            self.assert_refused(self.send(request))
        self.assertEqual(self.sign(record, fhir).status, 200)


    def test_each_call_has_its_own(self) -> None:
        """However many calls share the connections, no token is sent for another patient, and no answer gets lost."""
        records = {name: patient(name) for name in ("V01", "V03", "V12", "V43")}
        everything = [resource for record in records.values() for resource in record.resources]
        fhir = self.serve(PatientRecord({"as_of": "", "title": "", "patientId": "", "draftOrders": {},
                                         "record": {"entry": [{"resource": resource} for resource in everything]}}),
                          access_token=None)
        expected = {name: cards_of(self.prefetched(record)) for name, record in records.items()}

        def sign(name: str) -> tuple[str, Answer]:
            request = self.request(records[name], fhir)
            request["fhirAuthorization"]["access_token"] = f"token-for-{records[name].patient_id}"
            return name, self.service.client.call(SERVICE_ID, request)

        with ThreadPoolExecutor(len(records)) as threads:
            for name, answer in threads.map(sign, 5 * list(records)):
                self.assertEqual((answer.status, cards_of(answer)), (200, expected[name]), name)
        for asked in fhir.log:
            if asked.resource_type != "metadata":
                whose = asked.headers["Authorization"].removeprefix("Bearer token-for-")
                self.assertRegex(asked.path, rf"(Patient/|patient=){whose}(&|$)")


class Deadline(Fetching):
    options = ("--fhir-deadline", "500")

    def test_nothing_is_asked_after_the_answer(self) -> None:
        many = woman(60)
        for _ in range(PAGES_AT_MOST - 1):
            many.condition(SNOMED, "38341003")
        record = PatientRecord(many.document())
        fhir = self.serve(record, page_size=1, latency=ONE_ANSWER)
        answer = self.sign(record, fhir)
        answered = time.time()
        self.assert_refused(answer, "conditions")
        self.assertLess(answer.seconds, 1.0)
        time.sleep(2 * ONE_ANSWER)  # for the page after
        self.assertEqual([request.path for request in fhir.log if request.started > answered], [])


if __name__ == "__main__":
    unittest.main()
