"""FHIR servers whose answers are no good HTTP, and those that cannot be reached: refused in time, and nothing stays."""

import gzip
import json
import socket
import unittest
from contextlib import ExitStack

from fetching import Fetching, patient  # first: it makes the test tools importable

from cds_client import Answer  # noqa: I001
from hook_request import Mode
from raw_server import RawServer

DEADLINE, MARGIN = 0.5, 1.5
ORIGINS = 256  # that are remembered
RECORD = patient("V03")
PATIENT = json.dumps(RECORD.store.read("Patient", RECORD.patient_id)).encode()
STRANGER = PATIENT.replace(RECORD.patient_id.encode(), b"someone-else")
OK = b"HTTP/1.1 200 OK\r\nContent-Type: application/fhir+json\r\n"
CHUNKED = OK + b"Transfer-Encoding: chunked\r\n\r\n"
PACKED = gzip.compress(PATIENT)


def answer_of(body: bytes, headers: bytes = b"") -> bytes:
    return OK + headers + b"Content-Length: %d\r\n\r\n" % len(body) + body


def packed(body: bytes, encoding: bytes = b"gzip") -> bytes:
    return answer_of(body, b"Content-Encoding: " + encoding + b"\r\n")


GOOD = {
    "plain": answer_of(PATIENT),
    "until the end of the connection": OK + b"\r\n" + PATIENT,
    "HTTP/1.0": answer_of(PATIENT).replace(b"HTTP/1.1", b"HTTP/1.0"),
    "in chunks": CHUNKED + b"%x\r\n%b\r\n0\r\n\r\n" % (len(PATIENT), PATIENT),
    "in chunks with extensions and trailer": CHUNKED + b"%x;a=b\r\n%b\r\n0\r\nX-A: b\r\n\r\n" % (len(PATIENT), PATIENT),
    "compressed": packed(PACKED),
    "compressed, by its old name": packed(PACKED, b"x-gzip"),
    "identity": packed(PATIENT, b"identity"),
}
BAD = {
    "nothing": b"",
    "no HTTP": b"SSH-2.0-OpenSSH_9.2\r\n",
    "zeros": b"\0" * 100,
    "HTTP/0.9": PATIENT,
    "HTTP/2": b"\0\0\x12\4\0\0\0\0\0\0\3\0\0\0\x64\0\4\0\x10\0\0\0\6\0\1\0\0",
    "a TLS alert": b"\x15\3\1\0\2\2\x28",
    "a status that is none": b"HTTP/1.1 abc\r\nContent-Length: 0\r\n\r\n",
    "headers only": OK + b"Content-Length: 100\r\n\r\n",
    "headers cut short": OK + b"Content-",
    "a long header": OK + b"X-Filling: " + b"x" * 1_000_000 + b"\r\n\r\n",
    "many headers": OK + b"X: y\r\n" * 100_000 + b"\r\n",
    "two lengths": OK + b"Content-Length: 1\r\nContent-Length: %d\r\n\r\n" % len(PATIENT) + PATIENT,
    "a negative length": OK + b"Content-Length: -1\r\n\r\n" + PATIENT,
    "a length beyond all": OK + b"Content-Length: %d\r\n\r\n" % 2**70 + PATIENT,
    "a length beyond what is read": OK + b"Content-Length: %d\r\n\r\n" % 2**40 + PATIENT,
    "a longer body to come": OK + b"Content-Length: %d\r\n\r\n" % (len(PATIENT) + 1) + PATIENT,
    "length and chunks": OK + b"Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n%x\r\n%b\r\n0\r\n\r\n" % (
        len(PATIENT), PATIENT),
    "a chunk size that is none": CHUNKED + b"zz\r\n" + PATIENT,
    "a chunk size beyond all": CHUNKED + b"f" * 20 + b"\r\n" + PATIENT,
    "a chunk cut short": CHUNKED + b"%x\r\n%b" % (len(PATIENT) + 1, PATIENT),
    "chunks without end": CHUNKED + b"%x\r\n%b\r\n" % (len(PATIENT), PATIENT),
    "a long chunk extension": CHUNKED + b"%x;%b\r\n%b\r\n0\r\n\r\n" % (len(PATIENT), b"x" * 1_000_000, PATIENT),
    "a long trailer": CHUNKED + b"%x\r\n%b\r\n0\r\nX: %b\r\n\r\n" % (len(PATIENT), PATIENT, b"x" * 1_000_000),
    "more than is read, until the end": OK + b"\r\n" + PATIENT + b" " * 5_000_000,
    "more than is read, in chunks": CHUNKED + b"%x\r\n%b\r\n0\r\n\r\n" % (5_000_000, b" " * 5_000_000),
    "an unknown transfer coding": OK + b"Transfer-Encoding: gzip\r\n\r\n" + PACKED,
    "no content": b"HTTP/1.1 204 No Content\r\n\r\n",
    "accepted": b"HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n",
    "a part": answer_of(PATIENT).replace(b"200 OK", b"206 Partial Content"),
    "not modified": b"HTTP/1.1 304 Not Modified\r\n\r\n",
    "another protocol": b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n",
    "Continue and no end": b"HTTP/1.1 100 Continue\r\n\r\n" * 100_000,
    "not compressed at all": packed(PATIENT),
    "compressed and cut short": packed(PACKED[:-9]),
    "compressed with a wrong sum": packed(PACKED[:-8] + bytes(8)),
    "compressed, and more behind": packed(PACKED + b"more"),
    "compressed twice": packed(gzip.compress(PACKED), b"gzip, gzip"),
    "compressed as was not asked": packed(PACKED, b"br"),
    "no UTF-8": answer_of(PATIENT.replace(b'"resourceType"', b'"\xff": 1, "resourceType"')),
    "deep JSON": answer_of(b"[" * 200_000),
}


class Asking(Fetching):
    options = ("--fhir-deadline", str(int(DEADLINE * 1000)))

    def ask(self, base_url: str) -> Answer:
        """A call for which only the patient is read."""
        request = self.request(RECORD, None, Mode.MISSING, keys=["patient"]) | {"fhirServer": base_url}
        answer = self.send(request)
        self.assertLess(answer.seconds, DEADLINE + MARGIN)
        return answer


class Wire(Asking):

    def test_answers_that_are_good(self) -> None:
        expected = self.prefetched(RECORD)
        for what, content in GOOD.items():
            with self.subTest(what), RawServer(content) as server:
                self.assert_same_cards(self.ask(server.base_url), expected)

    def test_answers_that_are_not(self) -> None:
        for what, content in BAD.items():
            with self.subTest(what), RawServer(content) as server:
                self.assert_refused(self.ask(server.base_url), "patient")
        with RawServer(GOOD["plain"]) as server:
            self.assertEqual(self.ask(server.base_url).status, 200)

    def test_what_comes_behind_an_answer_is_not_taken_for_the_next(self) -> None:
        for more in (answer_of(STRANGER), b"\r\n", b"rubbish"):
            with self.subTest(more[:10]), RawServer(GOOD["plain"] + more, keeps_open=True) as server:
                for _ in range(3):
                    self.assertEqual(self.ask(server.base_url).status, 200)

    def test_nobody_listens(self) -> None:
        with RawServer(b"") as server:
            url = server.base_url
        answer = self.ask(url)
        self.assert_refused(answer, "patient")
        self.assertLess(answer.seconds, DEADLINE / 2)

    def test_nobody_accepts(self) -> None:
        """A server with a full queue: the connection is never made."""
        with socket.create_server(("127.0.0.1", 0), backlog=0) as listener, ExitStack() as waiting:
            for _ in range(4):
                waiting.enter_context(knocking_at(listener.getsockname()))
            self.assert_refused(self.ask(f"http://127.0.0.1:{listener.getsockname()[1]}/fhir/R4"), "patient")


class ManyServers(Asking):

    def test_servers_that_are_not_used_any_more_make_room(self) -> None:
        """However many there were lately, the next one is asked."""
        for number in range(ORIGINS + 10):
            with RawServer(GOOD["plain"], keeps_open=True) as server:
                self.assertEqual(self.ask(server.base_url).status, 200, number)


def knocking_at(address: tuple[str, int]) -> socket.socket:
    knocking = socket.socket()
    knocking.setblocking(False)
    knocking.connect_ex(address)
    return knocking


if __name__ == "__main__":
    unittest.main()
