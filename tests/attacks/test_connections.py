"""Connections in great number, broken at every byte, with every method and media type (rows 8 to 11)."""

import json
import os
import resource
import socket
import struct
import time
import unittest
from contextlib import ExitStack
from pathlib import Path

from attack import BODY, CALL, DISCOVERY, JSON_TYPE, NEXT_REQUEST, Attack, eventually, head, post  # first
from launched import LaunchedSandbox
from service import SERVICE_ID
from test_fhir_faults import open_descriptors
from wire import connect, exchange, read_all, responses_in

FEW_DESCRIPTORS = 64
CONNECTIONS_AT_MOST = 10_000
BEYOND = 50             # connections over the cap that are looked at
SECONDS_TO_RECOVER = 1  # at most
SECONDS_OF_CALM = 0.5   # in which little must be done
RESET = struct.pack("ii", 1, 0)  # for SO_LINGER: a close is a reset
ORIGIN, FOREIGN = "https://ehr.example.org", "https://evil.example"


def is_calm(service: LaunchedSandbox) -> bool:
    """It does next to nothing for a while."""
    before = cpu_seconds(service.pid)
    time.sleep(0.2)
    return cpu_seconds(service.pid) - before < 0.02


class Flood(unittest.TestCase):
    """More connections than the service has room for: it says so if it can, stays calm, and recovers by itself."""

    def start(self, descriptors: int) -> LaunchedSandbox:
        service = LaunchedSandbox(limits={resource.RLIMIT_NOFILE: (descriptors, descriptors)})
        self.addCleanup(service.stop)
        return service

    def assert_recovers(self, service: LaunchedSandbox) -> None:
        self.assertTrue(eventually(lambda: is_served(service), SECONDS_TO_RECOVER), "not served any more")

    def test_row_08_no_descriptors_left(self) -> None:
        service = self.start(FEW_DESCRIPTORS)
        with ExitStack() as opened:
            for _ in range(4 * FEW_DESCRIPTORS):
                opened.enter_context(connect(service.port))
            self.assertTrue(eventually(lambda: open_descriptors(service.pid) > FEW_DESCRIPTORS * 3 // 4, 1))
            before = cpu_seconds(service.pid)
            time.sleep(SECONDS_OF_CALM)
            self.assertLess(cpu_seconds(service.pid) - before, SECONDS_OF_CALM / 2, "it tries over and over")
        self.assert_recovers(service)

    def test_row_08_the_most_connections(self) -> None:
        allow_descriptors(CONNECTIONS_AT_MOST + 2 * BEYOND)
        service = self.start(2 * CONNECTIONS_AT_MOST)
        with ExitStack() as opened:
            for _ in range(CONNECTIONS_AT_MOST):  # each has begun to ask: the silent ones are let go where others want in
                opened.enter_context(connect(service.port)).sendall(NEXT_REQUEST[:3])
            self.assertTrue(eventually(lambda: open_descriptors(service.pid) > CONNECTIONS_AT_MOST, SECONDS_TO_RECOVER))
            self.assertTrue(eventually(lambda: is_calm(service), SECONDS_TO_RECOVER), "it has not read what all have sent")
            for _ in range(BEYOND):
                answer, = exchange(service.port, NEXT_REQUEST)
                self.assertEqual((answer.status, json.loads(answer.body)["issue"][0]["code"]), (503, "throttled"))
                self.assertGreater(int(answer.headers["retry-after"]), 0)
        self.assert_recovers(service)


class Broken(Attack):

    def test_row_09_every_byte_of_a_request(self) -> None:
        """The client ends, or resets the connection, after each byte."""
        before = open_descriptors(self.service.pid)
        request = post(BODY)
        for length in range(len(request)):
            with connect(self.service.port) as connection:
                connection.sendall(request[:length])
                connection.shutdown(socket.SHUT_WR)
                self.assertIn([answer.status for answer in responses_in(read_all(connection))], ([], [400]), length)
            with connect(self.service.port) as connection:
                connection.sendall(request[:length])
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
        self.assertTrue(eventually(lambda: open_descriptors(self.service.pid) <= before, 5))

    def test_row_09_every_byte_of_a_response(self) -> None:
        """The client resets the connection after it has read so much."""
        before = open_descriptors(self.service.pid)
        for position in range(response_bytes(self.service.port)):
            with connect(self.service.port) as connection:
                connection.sendall(post(BODY))
                if position:
                    self.assertNotEqual(connection.recv(position, socket.MSG_WAITALL), b"")
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
        self.assertTrue(eventually(lambda: open_descriptors(self.service.pid) <= before, 5))


class Methods(Attack):
    options = ("--cors-origin", ORIGIN)

    def test_row_10_methods_and_paths(self) -> None:
        for method, path, status in [
                ("PUT", CALL, 405), ("DELETE", CALL, 405), ("GET", CALL, 405), ("POST", DISCOVERY, 405),
                ("TRACE", DISCOVERY, 405), ("CONNECT", DISCOVERY, 405), ("PROPFIND", DISCOVERY, 405),
                ("post", CALL, 405), ("GETTING", DISCOVERY, 405), ("POST", "/cds-services/another", 404),
                ("POST", CALL.upper(), 404), ("POST", CALL + "x", 404), ("OPTIONS", "/nothing", 404)]:
            with self.subTest(method, path=path):
                answers = self.exchange(head(method, path, JSON_TYPE, "Content-Length: 0\r\n", "Connection: close\r\n"))
                self.assertEqual(len(answers), 1, answers)
                self.assert_refusal(answers[0], status, *([400] if method.lower() not in KNOWN_METHODS else []))
                if answers[0].status == 405:
                    self.assertIn("POST" if path == CALL else "GET", answers[0].headers["allow"])

    def test_row_10_a_slash_at_the_end(self) -> None:
        self.assertEqual(self.service.client.send("POST", CALL + "/", BODY).body, {"cards": []})

    def test_row_10_head(self) -> None:
        lines = ("Connection: close\r\n",)
        get, = self.exchange(head("GET", DISCOVERY, *lines))
        same, = self.exchange(head("HEAD", DISCOVERY, *lines), is_head=True)
        differing = ("date", "x-request-id")
        self.assertEqual({name: value for name, value in same.headers.items() if name not in differing},
                         {name: value for name, value in get.headers.items() if name not in differing})

    def test_row_10_long_headers_that_say_nothing(self) -> None:
        self.assertEqual(self.call(BODY, Accept="text/html," * 1_000).status, 200)

    def test_row_10_browsers(self) -> None:
        for origin, expected in ((ORIGIN, ORIGIN), (FOREIGN, None), ("null", None), (ORIGIN + ".evil.example", None),
                                 (ORIGIN.upper(), None), (ORIGIN + ":444", None), ("http" + ORIGIN[5:], None),
                                 ("*", None), ("", None)):
            asked = {"Origin": origin, "Access-Control-Request-Method": "POST"}
            for method, path, body in [("OPTIONS", CALL, None), ("OPTIONS", DISCOVERY, None), ("GET", DISCOVERY, None),
                                       ("POST", CALL, BODY), ("POST", CALL, "{}"), ("GET", "/nothing", None)]:
                with self.subTest(origin, method=method, path=path):
                    answer = self.service.client.send(method, path, body, asked)
                    self.assertEqual(answer.headers.get("access-control-allow-origin"), expected)
                    self.assertIn("Origin", answer.headers.get("vary", ""))


KNOWN_METHODS = ("get", "post", "put", "delete", "trace", "connect", "propfind", "options")


class MediaTypes(Attack):

    def test_row_11_media_types(self) -> None:
        for bad in ("text/plain", "application/xml", "multipart/form-data", "application/x-www-form-urlencoded",
                    "application/jsonx", "application/json, text/plain", "json", "*/*",
                    "application/json; charset=utf-16", "application/json;a=b;Charset=ISO-8859-1",
                    'application/fhir+json; charset="latin1"'):
            with self.subTest(bad):
                self.assert_refusal(self.call(BODY, Content_Type=bad), 415)
        for good in ("application/json", "application/fhir+json", "Application/JSON;charset=UTF-8",
                     'application/json; charset="utf-8"', "application/json ; a=b; charset=utf-8"):
            with self.subTest(good):
                self.assertEqual(self.call(BODY, Content_Type=good).status, 200)

    def test_row_11_no_media_type(self) -> None:
        length = f"Content-Length: {len(BODY)}\r\n"
        answer, = self.exchange(head("POST", CALL, length, "Connection: close\r\n") + BODY)
        self.assert_refusal(answer, 415)

    def test_row_11_compressed(self) -> None:
        for coding in ("gzip", "x-gzip", "deflate", "br", "zstd", "gzip, gzip", "identity, gzip", "unknown"):
            with self.subTest(coding):
                self.assert_refusal(self.call(BODY, Content_Encoding=coding), 415)


def is_served(service: LaunchedSandbox) -> bool:
    try:
        return service.client.call(SERVICE_ID, BODY).body == {"cards": []}
    except OSError:
        return False


def cpu_seconds(pid: int) -> float:
    """What the process has used of processors so far."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def response_bytes(port: int) -> int:
    """How long the response to a call is, headers and body."""
    with connect(port) as connection:
        connection.sendall(post(BODY))
        connection.shutdown(socket.SHUT_WR)
        return len(read_all(connection))


def allow_descriptors(count: int) -> None:
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard < count:
        raise unittest.SkipTest(f"this machine allows {hard} descriptors, {count} are needed")
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


if __name__ == "__main__":
    unittest.main()
