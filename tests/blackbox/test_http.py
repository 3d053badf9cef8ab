"""The service as an HTTP server: paths, methods, media types, browsers, bounds, and requests that are no HTTP."""

import json
import re
import socket
import unittest

from hook_body import amoxicillin, letrozole  # first: it makes the test tools importable
from service import SERVICE_ID, Service

from conformance import check_discovery, check_error  # noqa: I001

CALL = f"/cds-services/{SERVICE_ID}"
ORIGIN = "https://ehr.example.org"
BODY = json.dumps(amoxicillin())


class Http(unittest.TestCase):

    @classmethod
    def setUpClass(cls) -> None:
        cls.service = Service()
        cls.addClassCleanup(lambda: cls.service.stop())

    def send(self, method: str, path: str, body=None, **headers: str):
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        answer = self.service.client.send(method, path, body, names)
        if answer.status >= 400 and method != "HEAD":
            self.assertEqual(check_error(answer.status, answer.body), [])
            self.assertIn("application/fhir+json", answer.headers["content-type"])
        return answer

    def test_discovery(self) -> None:
        first = self.send("GET", "/cds-services")
        self.assertEqual(first.status, 200)
        self.assertEqual(check_discovery(first.body), [])
        self.assertIn("application/json", first.headers["content-type"])
        service = first.body["services"][0]
        self.assertEqual((service["id"], service["hook"], service["hookVersion"]), (SERVICE_ID, "order-sign", "1.0"))
        for path in ("/cds-services", "/cds-services/", "//cds-services", "/cds-services?x=y"):
            self.assertEqual(self.send("GET", path).text, first.text, path)
        self.assertEqual(self.send("GET", "/cds-services", Accept="text/html").text, first.text)

    def test_the_page(self) -> None:
        page = self.send("GET", "/")
        self.assertEqual(page.status, 200)
        self.assertIn("text/html", page.headers["content-type"])
        self.assertIn("bone-health-cds", page.text)

    def test_paths(self) -> None:
        for path in (CALL, CALL + "/", "//cds-services//" + SERVICE_ID):
            self.assertEqual(self.send("POST", path, BODY).status, 200, path)
        for method, path in (("POST", "/cds-services/another"), ("POST", CALL + "/feedback/x"), ("GET", "/nothing"),
                             ("GET", "/cds-services/%2e%2e/"), ("GET", "/../etc/passwd"), ("GET", "/%00"),
                             ("POST", CALL.upper()), ("GET", "/x" * 1000)):
            with self.subTest(path[:40]):
                answer = self.send(method, path, BODY if method == "POST" else None)
                self.assertIn(answer.status, (400, 404))
                self.assertNotIn("root:", answer.text)

    def test_methods(self) -> None:
        for method, path, allowed in (("GET", CALL, "POST"), ("PUT", CALL, "POST"), ("DELETE", CALL, "POST"),
                                      ("PATCH", CALL, "POST"), ("POST", "/cds-services", "GET")):
            with self.subTest(method, path=path):
                answer = self.send(method, path, BODY if method != "GET" else None)
                self.assertEqual(answer.status, 405)
                self.assertIn(allowed, answer.headers["allow"])

    def test_media_types(self) -> None:
        for good in ("application/json", "application/fhir+json", "Application/JSON; charset=UTF-8",
                     "application/json;charset=utf-8"):
            self.assertEqual(self.send("POST", CALL, BODY, Content_Type=good).status, 200, good)
        for bad in ("text/plain", "application/xml", "application/x-www-form-urlencoded", "application/jsonx",
                    "multipart/form-data"):
            self.assertEqual(self.send("POST", CALL, BODY, Content_Type=bad).status, 415, bad)
        self.assertEqual(self.send("POST", CALL, BODY, Content_Encoding="gzip").status, 415)
        self.assertEqual(self.send("POST", CALL, BODY, Accept="image/png").status, 200)

    def test_browsers(self) -> None:
        for path, method in (("/cds-services", "GET"), (CALL, "POST")):
            preflight = self.send("OPTIONS", path, Origin=ORIGIN, Access_Control_Request_Method=method,
                                  Access_Control_Request_Headers="authorization,content-type")
            self.assertIn(preflight.status, (200, 204))
            self.assertIn(method, preflight.headers["access-control-allow-methods"])
            allowed = preflight.headers["access-control-allow-headers"].lower()
            self.assertIn("authorization", allowed)
            self.assertIn("content-type", allowed)
        for answer in (self.send("GET", "/cds-services", Origin=ORIGIN), self.send("POST", CALL, BODY, Origin=ORIGIN),
                       self.send("POST", CALL, "{}", Origin=ORIGIN),
                       self.send("POST", CALL, json.dumps(letrozole()), Origin=ORIGIN)):
            self.assertIn(answer.headers.get("access-control-allow-origin"), ("*", ORIGIN), answer.status)

    def test_a_body_too_large(self) -> None:
        head = (f"POST {CALL} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                f"Content-Length: {100 * 2**20}\r\n\r\n")
        self.assertEqual(self.raw(head.encode()), 413)

    def test_headers_too_large(self) -> None:
        head = f"GET /cds-services HTTP/1.1\r\nHost: x\r\nX-Filling: {'x' * 100_000}\r\n\r\n"
        self.assertIn(self.raw(head.encode()), (400, 413, 431, None))

    def test_ambiguous_or_broken_framing(self) -> None:
        head = f"POST {CALL} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
        chunk = f"{len(BODY):x}\r\n{BODY}\r\n0\r\n\r\n"
        for what, rest in {
            "length and chunks": f"Content-Length: {len(BODY)}\r\nTransfer-Encoding: chunked\r\n\r\n{chunk}",
            "chunks and length": f"Transfer-Encoding: chunked\r\nContent-Length: {len(BODY)}\r\n\r\n{chunk}",
            "two lengths": f"Content-Length: {len(BODY)}\r\nContent-Length: {len(BODY) + 1}\r\n\r\n{BODY}",
            "a negative length": f"Content-Length: -1\r\n\r\n{BODY}",
            "a length with a sign": f"Content-Length: +{len(BODY)}\r\n\r\n{BODY}",
            "a hexadecimal length": f"Content-Length: 0x10\r\n\r\n{BODY}",
            "a length beyond all": f"Content-Length: {2**70}\r\n\r\n{BODY}",
            "an unknown transfer coding": f"Transfer-Encoding: xchunked\r\n\r\n{chunk}",
            "a chunk size that is none": "Transfer-Encoding: chunked\r\n\r\nzz\r\n",
            "a space before the colon": f"X-Odd : 1\r\nContent-Length: {len(BODY)}\r\n\r\n{BODY}",
        }.items():
            with self.subTest(what):
                self.assertIn(self.raw((head + rest).encode()), (400, 413, 415, 501, None))
                self.assertEqual(self.send("POST", CALL, BODY).status, 200)

    def test_not_http(self) -> None:
        for rubbish in (b"\0" * 100, b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", b"GET\r\n\r\n", b"SSH-2.0-x\r\n",
                        b"GET / HTTP/9.9\r\nHost: x\r\n\r\n", b"\r\n\r\n\r\n"):
            with self.subTest(rubbish[:12]):
                self.assertIn(self.raw(rubbish), (400, 505, None))
                self.assertEqual(self.send("GET", "/cds-services").status, 200)

    def test_chunks_are_read(self) -> None:
        pieces = b"".join(b"%x\r\n%c\r\n" % (1, byte) for byte in BODY.encode())
        head = (f"POST {CALL} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                "Transfer-Encoding: chunked\r\n\r\n")
        self.assertEqual(self.raw(head.encode() + pieces + b"0\r\n\r\n"), 200)

    def test_one_connection_serves_many_requests_in_order(self) -> None:
        request = f"GET /cds-services HTTP/1.1\r\nHost: x\r\n\r\nGET /nothing HTTP/1.1\r\nHost: x\r\n\r\n"
        with socket.create_connection(("127.0.0.1", self.service.port), 20) as connection:
            connection.sendall(request.encode() * 10 + b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
            received = b""
            while piece := connection.recv(65536):
                received += piece
        statuses = re.findall(rb"HTTP/1\.1 (\d{3}) ", received)
        self.assertEqual(statuses, [b"200", b"404"] * 10 + [b"200"])

    def raw(self, content: bytes) -> int | None:
        """The status with which these bytes are answered; None if the connection is only closed."""
        with socket.create_connection(("127.0.0.1", self.service.port), 20) as connection:
            try:
                connection.sendall(content)
                connection.shutdown(socket.SHUT_WR)
                received = connection.recv(65536)
            except ConnectionError:
                return None
        return int(received.split()[1]) if received.startswith(b"HTTP/1.") else None


if __name__ == "__main__":
    unittest.main()
