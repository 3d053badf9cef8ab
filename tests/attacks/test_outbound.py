"""Which servers the service can be made to talk to, and who gets to see the access token (rows 29 to 32).

Links and redirects in all their spellings, and the loads that follow, are in tests/blackbox/test_fhir_servers.py; which
addresses a name may have, in tests/server/address_rules_test.cpp.
"""

import json
import unittest
from typing import Any

from attack import CALL  # first: it makes the test tools importable
from fetching import TOKEN, Fetching, patient
from secured_service import FHIR_SERVER, ISSUER, OTHER_FHIR_SERVER, OTHER_ISSUER, SecuredAttack
from test_fhir_servers import HOSTILE
from tokens import Key

from certificates import CertificateAuthority  # noqa: I001
from fhir_faults import Fault
from fhir_server import FhirServer
from hook_request import FhirAccess, Mode, hook_request
from patient_builder import SNOMED, woman
from patient_record import PatientRecord

AT_ONCE = 1.0        # seconds: a name that is looked up, or an address that does not answer, takes longer
PAGES_AT_MOST = 10
RECORD = patient("V03")


class Named(Fetching):

    def test_row_29_servers_that_nobody_may_name(self) -> None:
        fhir = self.serve(RECORD)
        request = self.request(RECORD, fhir)
        for what, text in HOSTILE.items():
            with self.subTest(what):
                answer = self.send(request | {"fhirServer": text.format(port=fhir.port, large_port=fhir.port + 65536)})
                self.assert_refused(answer)
                self.assertLess(answer.seconds, AT_ONCE)
        self.assertEqual((fhir.connections, fhir.log), (0, []))
        self.assertEqual(self.send(request).status, 200)

    def test_row_31_redirects(self) -> None:
        other = self.serve(RECORD, access_token=None)
        for fault in (Fault.REDIRECT_301, Fault.REDIRECT, Fault.REDIRECT_307, Fault.REDIRECT_308):
            with self.subTest(fault):
                fhir = self.serve(RECORD, faults={"Condition": fault}, elsewhere=other.base_url)
                self.assert_refused(self.sign(RECORD, fhir), "conditions")
                self.assertEqual(len(fhir.requests_for("Condition")), 1)
        self.assertEqual(other.connections, 0)

    def test_row_31_links(self) -> None:
        other = self.serve(RECORD, access_token=None)
        for resource_type, status in (("Condition", 412), ("AllergyIntolerance", 200)):
            for fault, elsewhere, most in ((Fault.PAGING_LOOP, None, 2), (Fault.FOREIGN_NEXT, other.base_url, 1),
                                           (Fault.FOREIGN_NEXT, "/elsewhere", 1), (Fault.FOREIGN_NEXT, "../../x", 1),
                                           (Fault.FOREIGN_NEXT, "file:///etc/passwd", 1)):
                with self.subTest(resource_type, fault=fault, elsewhere=elsewhere):
                    fhir = self.serve(RECORD, faults={resource_type: fault}, elsewhere=elsewhere)
                    self.assertEqual(self.sign(RECORD, fhir).status, status)
                    self.assertLessEqual(len(fhir.requests_for(resource_type)), most)
        self.assertEqual(other.connections, 0)

    def test_row_31_a_thousand_pages(self) -> None:
        many = woman(60).t_score(-2.6)
        for _ in range(1000):
            many.condition(SNOMED, "38341003")
        record = PatientRecord(many.document())
        fhir = self.serve(record, page_size=1)
        self.assert_refused(self.sign(record, fhir), "conditions")
        self.assertLessEqual(len(fhir.requests_for("Condition")), PAGES_AT_MOST)

    def test_row_32_the_token_goes_to_one_server_and_nowhere_else(self) -> None:
        """The class looks through the log at its end."""
        other = self.serve(RECORD, access_token=None)
        fhir = self.serve(RECORD, elsewhere=other.base_url, faults={
            "Condition": Fault.REDIRECT, "AllergyIntolerance": Fault.FOREIGN_NEXT, "Procedure": Fault.SERVER_ERROR})
        for mode in (Mode.FHIR, Mode.FULL, Mode.PAGED):
            answer = self.sign(RECORD, fhir, mode)
            self.assertNotIn(TOKEN, answer.text + str(answer.headers))
        self.assertEqual(other.connections, 0)
        for request in fhir.log:
            seen = request.path + request.body + str({**request.headers, "Authorization": ""})
            self.assertNotIn(TOKEN, seen)
            self.assertNotEqual((request.resource_type, request.headers.get("Authorization")), ("metadata",
                f"Bearer {TOKEN}"))


class OfClients(SecuredAttack):
    """Outside sandbox mode a client's own list is all that it may name."""

    options = (*SecuredAttack.options, "--smart-client-id", "bone-health-view")

    @classmethod
    def add_clients(cls) -> None:
        cls.ec, cls.other = Key(), Key()
        authority, stranger = CertificateAuthority(), CertificateAuthority()
        cls.addClassCleanup(authority.close)
        cls.addClassCleanup(stranger.close)
        (cls.clients.folder / "ca.pem").write_bytes(authority.ca_file.read_bytes())
        cls.fhir = cls.serve(authority.server_context("DNS:localhost"))
        cls.others = cls.serve(authority.server_context("DNS:localhost"))
        cls.misnamed = cls.serve(authority.server_context("DNS:ehr.example.org"))
        cls.impostor = cls.serve(stranger.server_context("DNS:localhost"))
        cls.clients.add(ISSUER, cls.ec, caFile="ca.pem", fhirServers=[
            FHIR_SERVER, cls.fhir.base_url, cls.misnamed.base_url, cls.impostor.base_url])
        cls.clients.add(OTHER_ISSUER, cls.other, caFile="ca.pem", fhirServers=[
            OTHER_FHIR_SERVER, cls.others.base_url])

    @classmethod
    def serve(cls, tls: Any) -> FhirServer:
        server = FhirServer(RECORD.store, access_token=TOKEN, host="localhost", tls=tls)
        server.__enter__()
        cls.addClassCleanup(server.__exit__)
        return server

    def status(self, fhir_server: str, *, of_other: bool = False) -> int:
        """Of a call with a good token that names this FHIR server."""
        discovery = self.service.client.send("GET", "/cds-services", None, {
            "Authorization": f"Bearer {self.good(audience='https://cds.example.org/cds-services')}"})
        request = hook_request(discovery.body["services"][0], RECORD, mode=Mode.FHIR,
                               fhir_access=FhirAccess(fhir_server, TOKEN))
        token = self.good(self.other, OTHER_ISSUER) if of_other else self.good()
        answer = self.call(f"Bearer {token}", json.dumps(request))
        self.assertNotIn(TOKEN, answer.text)
        return answer.status

    def test_row_29_the_servers_of_another_client(self) -> None:
        self.assertEqual(self.status(self.fhir.base_url), 200)
        self.assertEqual(self.status(self.others.base_url, of_other=True), 200)
        before = (self.fhir.connections, self.others.connections)
        for of_other, url in ((False, self.others.base_url), (True, self.fhir.base_url), (False, OTHER_FHIR_SERVER),
                              (True, FHIR_SERVER)):
            with self.subTest(url, of_other=of_other):
                self.assertEqual(self.status(url, of_other=of_other), 412)
        self.assertEqual((self.fhir.connections, self.others.connections), before)

    def test_row_29_the_view_that_anybody_may_call(self) -> None:
        """It gives no reason to ask a server, whatever it is sent, and opens nothing else."""
        before = self.fhir.connections
        configuration = self.service.client.send("GET", "/smart/configuration").body
        request = hook_request({"hook": configuration["hook"], "prefetch": configuration["prefetch"]},
                               RECORD.once_signed(), mode=Mode.FHIR, fhir_access=FhirAccess(self.fhir.base_url, TOKEN))
        answer = self.service.client.send("POST", "/smart/view", request)
        self.assertEqual((answer.status, self.fhir.connections), (412, before), answer.text)
        for path in ("/cds-services", "/", "/workbench/about", "/workbench/guidelines", "/smart"):
            self.assertEqual(self.service.client.send("GET", path).status, 401, path)

    def test_row_29_spellings(self) -> None:
        port = self.fhir.port
        before = self.fhir.connections
        for url in (f"http://localhost:{port}/fhir/R4", f"https://127.0.0.1:{port}/fhir/R4",
            f"https://localhost.:{port}/fhir/R4",
                    f"https://localhost:{self.others.port}/fhir/R4", f"https://localhost:{port}/fhir",
                    "https://localhost/fhir/R4",
                    f"https://x@localhost:{port}/fhir/R4", f"https://localhost:{port}@evil.example/fhir/R4",
                    f"https://localhost:{port}/fhir/R4x", f"https://localhost:{port}/fhir/R4/../R5",
                    f"https://[::1]:{port}/fhir/R4", f"https://localhost.evil.example:{port}/fhir/R4",
                    f"https://2130706433:{port}/fhir/R4", f"https://loc\u0430lhost:{port}/fhir/R4",
                    f"https://xn--loclhost-9fg:{port}/fhir/R4", "https://169.254.169.254/latest/meta-data",
                    FHIR_SERVER.replace("ehr.", "evil.ehr."), FHIR_SERVER.replace(".org", ".org.evil.example"),
                    FHIR_SERVER + "?x", FHIR_SERVER.replace("https", "http"), FHIR_SERVER.replace(".org", ".org:444")):
            with self.subTest(url):
                self.assertEqual(self.status(url), 412)
        self.assertEqual(self.fhir.connections, before)

    def test_row_30_a_name_that_leads_elsewhere(self) -> None:
        """What answers under a name must have its certificate: else it gets neither request nor token."""
        for server in (self.misnamed, self.impostor):
            self.assertEqual(self.status(server.base_url), 412)
            self.assertEqual(server.log, [])

    def test_row_30_a_name_is_looked_up_once(self) -> None:
        """All searches of a call go to the address that was found and verified: over connections that are kept."""
        self.assertEqual(self.status(self.fhir.base_url), 200)
        connections = self.fhir.connections
        self.assertEqual(self.status(self.fhir.base_url), 200)
        self.assertEqual(self.fhir.connections, connections)

    def test_row_32_tokens_are_not_in_the_log(self) -> None:
        used = self.good()
        for authorization in (f"Bearer {used}", f"Bearer {used}x", f"Basic {used}"):
            self.service.client.send("POST", CALL, "{}", {"Authorization": authorization})
        log = self.service.output()
        for secret in (TOKEN, *used.split(".")):
            self.assertNotIn(secret, log)


if __name__ == "__main__":
    unittest.main()
