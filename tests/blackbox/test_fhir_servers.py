"""Which FHIR servers are asked: those that the caller may name, and no others by whatever trick (SSRF)."""

import socket
import ssl
import unittest
from typing import Any

from fetching import TOKEN, Fetching, patient  # first: it makes the test tools importable

from certificates import CertificateAuthority  # noqa: I001
from fhir_faults import Fault
from fhir_server import FhirServer
from hook_request import Mode
from patient_builder import SNOMED, woman
from patient_record import PatientRecord

AT_ONCE = 1.0  # seconds: a name that is looked up, or an address that does not answer, takes longer

# {port} is where a server listens that would answer, at every address of this machine.
HOSTILE = {
    "nothing": "",
    "relative": "fhir/R4",
    "relative, of this host": "/fhir/R4",
    "of this scheme": "//127.0.0.1:{port}/fhir/R4",
    "without scheme": "127.0.0.1:{port}/fhir/R4",
    "another host": "http://ehr.example.org/fhir/R4",
    "another scheme": "ftp://127.0.0.1:{port}/fhir/R4",
    "gopher": "gopher://127.0.0.1:{port}/fhir/R4",
    "web socket": "ws://127.0.0.1:{port}/fhir/R4",
    "a file": "file:///etc/passwd",
    "a file of a host": "file://127.0.0.1/etc/passwd",
    "data": "data:application/fhir+json,{{}}",
    "a user": "http://user@127.0.0.1:{port}/fhir/R4",
    "a user and a password": "http://user:password@127.0.0.1:{port}/fhir/R4",
    "no user": "http://@127.0.0.1:{port}/fhir/R4",
    "an allowed user of another host": "http://127.0.0.1:{port}@evil.example/fhir/R4",
    "an allowed user without port": "http://127.0.0.1@evil.example/fhir/R4",
    "an encoded at sign": "http://127.0.0.1%40evil.example/fhir/R4",
    "a backslash": "http://127.0.0.1:{port}\\@evil.example/fhir/R4",
    "backslashes": "http:\\\\127.0.0.1:{port}\\fhir\\R4",
    "decimal": "http://2130706433:{port}/fhir/R4",
    "octal": "http://0177.0.0.1:{port}/fhir/R4",
    "octal in one": "http://017700000001:{port}/fhir/R4",
    "hexadecimal": "http://0x7f.0.0.1:{port}/fhir/R4",
    "hexadecimal in one": "http://0x7f000001:{port}/fhir/R4",
    "short": "http://127.1:{port}/fhir/R4",
    "with zeros": "http://127.000.000.001:{port}/fhir/R4",
    "encoded digits": "http://%31%32%37.0.0.1:{port}/fhir/R4",
    "mapped": "http://[::ffff:127.0.0.1]:{port}/fhir/R4",
    "mapped, hexadecimal": "http://[::ffff:7f00:1]:{port}/fhir/R4",
    "compatible": "http://[::127.0.0.1]:{port}/fhir/R4",
    "with a zone": "http://[::1%25lo]:{port}/fhir/R4",
    "any address": "http://0.0.0.0:{port}/fhir/R4",
    "any address, IPv6": "http://[::]:{port}/fhir/R4",
    "metadata of a cloud": "http://169.254.169.254/latest/meta-data",
    "metadata, mapped": "http://[::ffff:169.254.169.254]/latest/meta-data",
    "a dot at the end": "http://localhost.:{port}/fhir/R4",
    "a dot at the end of an address": "http://127.0.0.1.:{port}/fhir/R4",
    "allowed and more": "http://localhost.evil.example:{port}/fhir/R4",
    "an address and more": "http://127.0.0.1.evil.example:{port}/fhir/R4",
    "port 0": "http://127.0.0.1:0/fhir/R4",
    "a port too large": "http://127.0.0.1:{large_port}/fhir/R4",
    "a port with a sign": "http://127.0.0.1:+{port}/fhir/R4",
    "two ports": "http://127.0.0.1:{port}:80/fhir/R4",
    "up": "http://127.0.0.1:{port}/fhir/../fhir/R4",
    "up, encoded": "http://127.0.0.1:{port}/fhir/%2e%2e/fhir/R4",
    "here": "http://127.0.0.1:{port}/./fhir/R4",
    "an empty segment": "http://127.0.0.1:{port}//fhir/R4",
    "a query": "http://127.0.0.1:{port}/fhir/R4?x=y",
    "a fragment": "http://127.0.0.1:{port}/fhir/R4#x",
    "a space before": " http://127.0.0.1:{port}/fhir/R4",
    "a space after": "http://127.0.0.1:{port}/fhir/R4 ",
    "a line break": "http://127.0.0.1:{port}/fhir/R4\r\nX-Evil: 1",
    "a tab": "http://127.0.0.1:{port}/fh\tir/R4",
    "NUL": "http://127.0.0.1:{port}/fhir/R4\0",
    "wide digits": "http://\uff11\uff12\uff17.0.0.1:{port}/fhir/R4",
    "wide dots": "http://127\u30020\u30020\u30021:{port}/fhir/R4",
    "letters in circles": "http://\u24db\u24de\u24d2\u24d0\u24db\u24d7\u24de\u24e2\u24e3:{port}/fhir/R4",
    "beyond ASCII in the path": "http://127.0.0.1:{port}/fh\u00efr/R4",
    "longer than any": "http://127.0.0.1:{port}/" + "x" * 100_000,
}


class Named(Fetching):

    def test_only_what_may_be_named_is_asked(self) -> None:
        record = patient("V03")
        try:
            everywhere = self.serve(record, host="::")  # takes IPv4, too
        except OSError:
            everywhere = self.serve(record, host="0.0.0.0")
        request = self.request(record, everywhere)
        for what, text in HOSTILE.items():
            with self.subTest(what):
                request["fhirServer"] = text.format(port=everywhere.port, large_port=everywhere.port + 65536)
                answer = self.send(request)
                self.assert_refused(answer)
                self.assertLess(answer.seconds, AT_ONCE)
        for value in (7, True, [], {}, ["http://127.0.0.1"], {"url": f"http://127.0.0.1:{everywhere.port}/fhir/R4"}):
            with self.subTest(type(value)):
                request["fhirServer"] = value
                self.assertIn(self.send(request).status, (400, 412))
        self.assertEqual((everywhere.connections, everywhere.log), (0, []))
        request["fhirServer"] = f"http://127.0.0.1:{everywhere.port}/fhir/R4"
        self.assertEqual(self.send(request).status, 200)  # they would all have been seen
        self.assertGreater(everywhere.connections, 0)

    def test_with_all_prefetched_it_does_not_matter_what_is_named(self) -> None:
        record = patient("V03")
        request = self.request(record, None, Mode.FULL)
        expected = self.send(request)
        for text in ("https://ehr.example.org/fhir/R4", "rubbish"):
            self.assert_same_cards(self.send(request | {"fhirServer": text}), expected)


class Listed(Fetching):
    """--fhir-server allows one more server, and neither its port, its path nor its scheme may be another."""

    @classmethod
    def setUpClass(cls) -> None:
        cls.record = patient("V03")
        try:
            cls.fhir = FhirServer(cls.record.store, access_token=TOKEN, host=own_address())
        except OSError:
            raise unittest.SkipTest("this machine has no address but its own loopback")
        cls.fhir.__enter__()
        cls.addClassCleanup(cls.fhir.__exit__)
        cls.options = ("--fhir-server", "https://ehr.example.org/fhir", "--fhir-server", cls.fhir.base_url)
        super().setUpClass()

    def test_it_is_asked(self) -> None:
        self.assert_same_cards(self.sign(self.record, self.fhir), self.prefetched(self.record))

    def test_another_is_not(self) -> None:
        other = self.serve(self.record, host=self.fhir.host)
        before = self.fhir.connections
        for url in (other.base_url, self.fhir.base_url.replace("/R4", "/R5"), self.fhir.base_url + "x",
                    self.fhir.base_url.replace("http:", "https:"), self.fhir.base_url.replace("/fhir/R4", "")):
            with self.subTest(url):
                self.assert_refused(self.send(self.request(self.record, self.fhir) | {"fhirServer": url}))
        self.assertEqual((other.connections, self.fhir.connections), (0, before))


class Elsewhere(Fetching):
    """What an allowed server says cannot lead to another one."""

    def setUp(self) -> None:
        self.record = patient("V03")
        self.other = self.serve(self.record, access_token=None)

    def assert_other_is_left_alone(self) -> None:
        self.assertEqual((self.other.connections, self.other.log), (0, []))

    def test_redirects(self) -> None:
        for fault in (Fault.REDIRECT, Fault.REDIRECT_301, Fault.REDIRECT_307, Fault.REDIRECT_308):
            for resource_type in ("Patient", "Condition", "metadata"):
                with self.subTest(fault, of=resource_type):
                    fhir = self.serve(self.record, faults={resource_type: fault}, elsewhere=self.other.base_url)
                    answer = self.sign(self.record, fhir)
                    if resource_type != "metadata":
                        self.assert_refused(answer)
                    self.assertEqual(len(fhir.requests_for(resource_type)), 1)
        self.assert_other_is_left_alone()

    def test_links_to_the_next_page(self) -> None:
        fhir = self.serve(self.record)
        own = f"http://127.0.0.1:{fhir.port}"
        for elsewhere in (self.other.base_url, self.other.base_url.removeprefix("http:"),
                          f"http://127.0.0.1:{fhir.port}@127.0.0.1:{self.other.port}/fhir/R4",
                          f"https://127.0.0.1:{fhir.port}/fhir/R4", f"http://localhost:{fhir.port}/fhir/R4",
                          f"{own}/elsewhere", f"{own}/fhir/R4/../../elsewhere",
                          f"{own}/fhir/R4/%2e%2e/%2e%2e/elsewhere",
                          f"{own}/fhir/R4\\..\\..\\elsewhere", f"{own}/fhir/R4elsewhere", "/elsewhere",
                          "../../elsewhere", "file:///etc/passwd", "javascript:alert(1)//",
                          "\0", "http://", "x" * 100_000):
            for resource_type, status in (("Condition", 412), ("AllergyIntolerance", 200)):
                with self.subTest(elsewhere[:60], of=resource_type):
                    fhir = self.serve(self.record, faults={resource_type: Fault.FOREIGN_NEXT}, elsewhere=elsewhere)
                    self.assertEqual(self.sign(self.record, fhir).status, status)
                    self.assertEqual(len(fhir.requests_for(resource_type)), 1, fhir.log)
        self.assert_other_is_left_alone()

    def test_links_in_what_was_prefetched(self) -> None:
        record = PatientRecord(woman(60).condition(SNOMED, "38341003").document())
        fhir = self.serve(record)
        request = self.request(record, fhir, Mode.PAGED)
        link = request["prefetch"]["conditions"]["link"][-1]
        self.assertEqual((link["relation"], self.send(request).status), ("next", 200))
        link["url"] = link["url"].replace(fhir.base_url, self.other.base_url)
        fhir.clear_log()
        self.assertEqual(self.send(request).status, 200)  # the rest is not to be had there, so all is searched anew
        self.assertEqual(len(fhir.requests_for("Condition")), 1)
        self.assert_other_is_left_alone()


class Certificates(unittest.TestCase):
    """Servers are asked by https only if their certificate is good for their name."""

    def test_certificates(self) -> None:
        authority, stranger = CertificateAuthority(), CertificateAuthority()
        self.addCleanup(authority.close)
        self.addCleanup(stranger.close)
        good = authority.server_context("DNS:localhost")
        old = authority.server_context("DNS:localhost")
        old.maximum_version = ssl.TLSVersion.TLSv1_2
        cases: dict[str, tuple[str, Any, int]] = {
            "good": ("localhost", good, 200),
            "good, TLS 1.2": ("localhost", old, 200),
            "good for an address": ("127.0.0.1", authority.server_context("IP:127.0.0.1"), 200),
            "another name": ("127.0.0.1", good, 412),
            "a name that only looks so": ("localhost", authority.server_context("DNS:localhost.example"), 412),
            "another authority": ("localhost", stranger.server_context("DNS:localhost"), 412),
            "expired": ("localhost", authority.server_context("DNS:localhost", is_expired=True), 412),
            "no TLS": ("localhost", None, 412),
        }
        record = patient("V03")
        servers = {}
        for what, (host, context, _) in cases.items():
            servers[what] = FhirServer(record.store, access_token=TOKEN, host=host, tls=context)
            servers[what].__enter__()
            self.addCleanup(servers[what].__exit__)
        for options in ([], ["--fhir-ca-file", str(authority.ca_file)]):
            with self.subTest(options=options[:1]):
                self.check(record, {what: (server, cases[what][2] if options else 412)
                                    for what, server in servers.items()}, options)

    def check(self, record: PatientRecord, servers: dict[str, tuple[FhirServer, int]], options: list[str]) -> None:
        urls = {what: server.base_url.replace("http:", "https:") for what, (server, _) in servers.items()}
        for url in urls.values():
            options = [*options, "--fhir-server", url]

        class Asking(Fetching):
            pass

        Asking.options = tuple(options)
        Asking.setUpClass()
        self.addCleanup(Asking.doClassCleanups)
        asking = Asking()
        for what, (server, status) in servers.items():
            with self.subTest(what):
                server.clear_log()
                request = asking.request(record, server) | {"fhirServer": urls[what]}
                answer = asking.send(request)
                self.assertEqual(answer.status, status, answer.text[:300])
                self.assertEqual(bool(server.log), status == 200)  # the token is not sent to a stranger
                self.assertLess(answer.seconds, AT_ONCE)


def own_address() -> str:
    """An address of this machine that is not loopback; OSError if there is none."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.connect(("192.0.2.1", 9))  # sends nothing
        address = probe.getsockname()[0]
    if address.startswith("127."):
        raise OSError("only loopback")
    return address


if __name__ == "__main__":
    unittest.main()
