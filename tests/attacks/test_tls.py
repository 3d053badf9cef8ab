"""TLS: what is too old, what is no TLS, whose certificates are believed, in both directions (row 12)."""

import shutil
import ssl
import struct
import subprocess
import unittest
from pathlib import Path

from attack import BODY, DISCOVERY, SERVICE_ID, head, post  # first: it makes the test tools importable
from launched import LaunchedSandbox
from secured_service import SecuredAttack
from service import patient
from tokens import Key
from wire import Response, connect, exchange, read_all

from certificates import CertificateAuthority  # noqa: I001
from fhir_server import FhirServer
from hook_request import FhirAccess, Mode, hook_request

CERTIFICATE_ISSUER, BOTH_ISSUER = "https://by-certificate.example.org", "https://by-both.example.org"
CLIENT_NAME, CLIENT_URI = "client.example.org", "spiffe://example.org/ehr"
ALERT, FATAL, HANDSHAKE_FAILURE, PROTOCOL_VERSION = 21, 2, 40, 70  # RFC 8446 section 6


def certificate_files(authority: CertificateAuthority, name: str, *names: str, **options: bool) -> tuple[Path, Path]:
    """A certificate for these names and its key, kept under another name in the authority's folder."""
    authority.server_context(*names, **options)
    folder = authority.ca_file.parent
    certificate = Path(shutil.copy(folder / "server.pem", folder / f"{name}.pem"))
    key = Path(shutil.copy(folder / "server.key", folder / f"{name}.key"))
    key.chmod(0o600)
    return certificate, key


class Tls(SecuredAttack):

    @classmethod
    def setUpClass(cls) -> None:
        cls.authority, cls.stranger = CertificateAuthority(), CertificateAuthority()
        cls.addClassCleanup(cls.authority.close)
        cls.addClassCleanup(cls.stranger.close)
        certificate, key = certificate_files(cls.authority, "service", "DNS:localhost")
        cls.options = ("--tls-cert", str(certificate), "--tls-key", str(key), "--tls-client-ca",
                       str(cls.authority.ca_file))
        super().setUpClass()

    @classmethod
    def add_clients(cls) -> None:
        super().add_clients()
        cls.both = Key()
        cls.clients.add(CERTIFICATE_ISSUER, certificateNames=[CLIENT_NAME])
        cls.clients.add(BOTH_ISSUER, cls.both, certificateNames=[CLIENT_URI])

    @classmethod
    def refused(cls) -> Response:
        context = ssl.create_default_context(cafile=cls.authority.ca_file)
        return exchange(cls.service.port, head("GET", DISCOVERY, "Connection: close\r\n"), tls=context)[0]

    def tearDown(self) -> None:
        self.assertEqual(self.over_tls(self.good()).status, 200)

    def trusting(self, certificate: tuple[Path, Path] | None = None) -> ssl.SSLContext:
        context = ssl.create_default_context(cafile=self.authority.ca_file)
        if certificate:
            context.load_cert_chain(*certificate)
        return context

    def over_tls(self, token: str | None, certificate: tuple[Path, Path] | None = None) -> Response:
        lines = [f"Authorization: Bearer {token}\r\n"] if token else []
        answers = exchange(self.service.port, post(BODY, *lines, "Connection: close\r\n"),
            tls=self.trusting(certificate))
        self.assertEqual(len(answers), 1, answers)
        return answers[0]

    def test_row_12_versions_that_are_too_old(self) -> None:
        for version in (0x0300, 0x0301, 0x0302):
            with self.subTest(hex(version)), connect(self.service.port) as connection:
                connection.sendall(client_hello(version))
                answer = read_all(connection)
                self.assertEqual((answer[0], answer[5]), (ALERT, FATAL), answer)
                self.assertIn(answer[6], (PROTOCOL_VERSION, HANDSHAKE_FAILURE))

    def test_row_12_versions_that_are_good(self) -> None:
        for version in (ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3):
            context = self.trusting()
            context.minimum_version = context.maximum_version = version
            with self.subTest(version):
                self.assertEqual(exchange(self.service.port, head("GET", DISCOVERY, "Connection: close\r\n"),
                                          tls=context)[0].status, 401)

    def test_row_12_no_server_name(self) -> None:
        context = self.trusting()
        context.check_hostname = False
        with connect(self.service.port) as plain, context.wrap_socket(plain) as connection:
            connection.sendall(head("GET", DISCOVERY, "Connection: close\r\n"))
            self.assertTrue(read_all(connection).startswith(b"HTTP/1.1 401"))

    def test_row_12_several_requests_in_one_record_and_one_in_several(self) -> None:
        asked, last = head("GET", DISCOVERY), head("GET", DISCOVERY, "Connection: close\r\n")
        with connect(self.service.port) as plain, \
                self.trusting().wrap_socket(plain, server_hostname="localhost") as connection:
            connection.sendall(asked + asked[:1])
            for byte in asked[1:] + asked:
                connection.sendall(bytes([byte]))
            connection.sendall(asked + last)
            self.assertEqual(read_all(connection).count(b"HTTP/1.1 401"), 5)

    def test_row_12_no_tls_at_all(self) -> None:
        for content in (head("GET", DISCOVERY), b"\0" * 500, b"\x80\x2e\x01\0\x02" + bytes(60), b"SSH-2.0-x\r\n",
                        client_hello(0x0303)[:40] + b"\xff" * 400):
            with self.subTest(content[:8]), connect(self.service.port) as connection:
                connection.sendall(content)
                self.assertNotIn(b"HTTP/1.1", read_all(connection))

    def test_row_12_renegotiation(self) -> None:
        """Nobody makes the service do the dear part of TLS over and over."""
        command = ["openssl", "s_client", "-connect", f"127.0.0.1:{self.service.port}", "-tls1_2", "-CAfile",
                   str(self.authority.ca_file)]
        done = subprocess.run(command, input="R\n", capture_output=True, text=True, timeout=20, check=False)
        self.assertIn("RENEGOTIATING", done.stdout + done.stderr)
        self.assertIn("no renegotiation", done.stderr)
        self.assertNotEqual(done.returncode, 0)

    def test_row_12_clients_with_certificates(self) -> None:
        dns = certificate_files(self.authority, "dns", f"DNS:{CLIENT_NAME}")
        uri = certificate_files(self.authority, "uri", f"URI:{CLIENT_URI}")
        both = self.good(self.both, BOTH_ISSUER)
        for what, token, certificate, status in [
                ("the certificate alone", None, dns, 200), ("a name that nobody has", None, uri, 401),
                ("token and certificate", both, uri, 200),
                ("the token without it", self.good(self.both, BOTH_ISSUER), None, 401),
                ("the token with another's", self.good(self.both, BOTH_ISSUER), dns, 401),
                ("a token that needs none", self.good(), dns, 200), ("a bad token beside it", "x", dns, 401),
                ("another's token of who is known by certificate", self.good(self.ec, CERTIFICATE_ISSUER), dns, 401)]:
            with self.subTest(what):
                self.assertEqual(self.over_tls(token, certificate).status, status)

    def test_row_12_certificates_that_prove_nothing(self) -> None:
        for what, authority, name, options in [
                ("another authority", self.stranger, f"DNS:{CLIENT_NAME}", {}),
                ("expired", self.authority, f"DNS:{CLIENT_NAME}", {"is_expired": True}),
                ("a longer name", self.authority, f"DNS:{CLIENT_NAME}.evil.example", {}),
                ("a wildcard", self.authority, "DNS:*.example.org", {}),
                ("the name as an e-mail address", self.authority, f"email:x@{CLIENT_NAME}", {}),
                ("the name as a URI", self.authority, f"URI:https://{CLIENT_NAME}", {})]:
            with self.subTest(what):
                files = certificate_files(authority, "bad", name, **options)
                try:
                    answers = exchange(self.service.port, post(BODY, "Connection: close\r\n"), tls=self.trusting(files))
                except ssl.SSLError:
                    answers = []  # not even a handshake
                self.assertIn([answer.status for answer in answers], ([], [401]))


class Peers(unittest.TestCase):
    """The service as a client: whose certificate is not good gets neither a request nor a token."""

    def test_row_12_servers_whose_certificate_is_not_good(self) -> None:
        authority, stranger = CertificateAuthority(), CertificateAuthority()
        self.addCleanup(authority.close)
        self.addCleanup(stranger.close)
        record = patient("V03")
        contexts = {"good": authority.server_context("DNS:localhost"),
                    "expired": authority.server_context("DNS:localhost", is_expired=True),
                    "self-signed": stranger.server_context("DNS:localhost"),
                    "of another name": authority.server_context("DNS:localhost.evil.example"),
                    "too old": authority.server_context("DNS:localhost")}
        contexts["too old"].minimum_version = ssl.TLSVersion.TLSv1
        contexts["too old"].maximum_version = ssl.TLSVersion.TLSv1_1
        contexts["too old"].set_ciphers("ALL:@SECLEVEL=0")
        servers = {what: FhirServer(record.store, access_token="secret", host="localhost", tls=context)
                   for what, context in contexts.items()}
        options = ["--fhir-ca-file", str(authority.ca_file)]
        for server in servers.values():
            self.enterContext(server)
            options += ["--fhir-server", server.base_url]
        service = LaunchedSandbox(*options)
        self.addCleanup(service.stop)
        for what, server in servers.items():
            with self.subTest(what):
                request = hook_request(service.order_sign(), record, mode=Mode.FHIR,
                                       fhir_access=FhirAccess(server.base_url, "secret"))
                answer = service.client.call(SERVICE_ID, request)
                self.assertEqual((answer.status, bool(server.log)), (200, True) if what == "good" else (412, False))


def client_hello(version: int) -> bytes:
    """Of TLS 1.2 or before (RFC 5246 section 7.4.1.2), with a suite that each version has."""
    suites = struct.pack(">HHH", 0xC013, 0xC014, 0x002F)  # with AES-CBC and SHA-1
    extensions = bytes.fromhex("000a00080006001700180019" "000b00020100")
    body = (struct.pack(">H", version) + bytes(32) + b"\0" + struct.pack(">H", len(suites)) + suites + b"\x01\0"
            + struct.pack(">H", len(extensions)) + extensions)
    handshake = b"\x01" + struct.pack(">I", len(body))[1:] + body
    return b"\x16" + struct.pack(">HH", version, len(handshake)) + handshake


if __name__ == "__main__":
    unittest.main()
