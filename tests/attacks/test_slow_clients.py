"""Clients that never get to an end: each is sent away after its ten seconds, and nobody else waits for them.

All of them are held at the same time, so that the tests here take one wait, whichever is run.
"""

import socket
import statistics
import subprocess
import sys
import time
import unittest
from http.client import HTTPConnection
from pathlib import Path

from attack import BODY, CALL, DISCOVERY, JSON_TYPE, Attack, eventually, head  # first: it finds the tools
from launched import LaunchedSandbox
from test_fhir_faults import open_descriptors
from test_tls import certificate_files, client_hello
from wire import connect, read_all, responses_in

from certificates import CertificateAuthority  # noqa: I001

STAGE = 10.0          # seconds for the headers, for the body, for the response
MARGIN = 4.0          # of a stage that ends, on a busy machine
SLOW = (900, 900, 200)  # that send headers, that send bodies, that read
TLS_1_2 = 0x0303
CALLS = 400           # of the normal client, for a median
SLOWER_AT_MOST = 2.0  # times its median without the others
EXPECTING = head("POST", CALL, JSON_TYPE, f"Content-Length: {len(BODY)}\r\n", "Expect: 100-continue\r\n")


class SlowClients(Attack):
    """All are held in setUpClass."""

    @classmethod
    def setUpClass(cls) -> None:
        super().setUpClass()
        pid = cls.service.pid
        tls_port = cls.start_with_tls()
        cls.median_alone = median_seconds(cls.service.port)
        idle = open_descriptors(pid)
        begun = time.monotonic()
        slow = subprocess.Popen([sys.executable, Path(__file__).with_name("slow_clients.py"), str(cls.service.port),
                                 *map(str, SLOW)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert slow.stdin and slow.stdout
        with (slow, connect(cls.service.port) as header, connect(cls.service.port) as body,
              connect(tls_port) as handshake):
            cls.said = slow.stdout.readline()
            header.sendall(head("GET", DISCOVERY)[:-2])
            body.sendall(EXPECTING)
            handshake.sendall(client_hello(TLS_1_2)[:20])
            cls.median_beside_them = median_seconds(cls.service.port)
            cls.held = open_descriptors(pid) - idle
            cls.held_when_measured = time.monotonic() - begun
            drip(header, begun + STAGE + MARGIN)
            cls.header_answers, cls.body_answers = (responses_in(read_all(one)) for one in (header, body))
            cls.handshake_answer = read_all(handshake)
            cls.seconds_to_close = time.monotonic() - begun
            cls.all_closed = eventually(lambda: open_descriptors(pid) <= idle, MARGIN)
            slow.stdin.close()

    @classmethod
    def start_with_tls(cls) -> int:
        """The port of another service."""
        authority = CertificateAuthority()
        cls.addClassCleanup(authority.close)
        certificate, key = certificate_files(authority, "service", "DNS:localhost")
        service = LaunchedSandbox("--tls-cert", str(certificate), "--tls-key", str(key))
        cls.addClassCleanup(service.stop)
        return service.port

    def test_row_03_headers_of_a_byte_a_second(self) -> None:
        self.assertIn([answer.status for answer in self.header_answers], ([], [408]))
        self.assertLess(self.seconds_to_close, STAGE + MARGIN)

    def test_row_06_a_body_that_never_comes(self) -> None:
        self.assertIn([answer.status for answer in self.body_answers], ([100], [100, 408]))
        self.assertLess(self.seconds_to_close, STAGE + MARGIN)

    def test_row_12_a_handshake_that_never_ends(self) -> None:
        self.assertNotIn(b"HTTP", self.handshake_answer)
        self.assertLess(self.seconds_to_close, STAGE + MARGIN)

    def test_row_07_two_thousand_slow_clients(self) -> None:
        self.assertEqual(self.said, "open\n")
        self.assertLess(self.held_when_measured, STAGE)
        self.assertGreaterEqual(self.held, sum(SLOW))
        self.assertLess(self.median_beside_them, SLOWER_AT_MOST * self.median_alone)
        self.assertTrue(self.all_closed, "slow clients are still served")


def drip(connection: socket.socket, give_up: float) -> None:
    """A letter of a header a second, until the service closes; raises TimeoutError if it never does."""
    connection.settimeout(1)
    while time.monotonic() < give_up:
        try:
            connection.send(b"x")
            if connection.recv(1, socket.MSG_PEEK) is not None:
                break
        except TimeoutError:
            continue
        except ConnectionError:
            break


def median_seconds(port: int) -> float:
    """Of a call over a connection that is kept."""
    connection = HTTPConnection("127.0.0.1", port, timeout=20)
    seconds = []
    for _ in range(CALLS):
        started = time.perf_counter()
        connection.request("POST", CALL, BODY, {"Content-Type": "application/json"})
        assert connection.getresponse().read() == b'{"cards":[]}'
        seconds.append(time.perf_counter() - started)
    connection.close()
    return statistics.median(seconds)


if __name__ == "__main__":
    unittest.main()
