"""Requests whose end, host, headers or chunks can be understood in two ways, or in none (rows 1 to 6).

What one server in a chain takes for the end of a request and the next does not, smuggles requests in.
"""

import unittest

from attack import BODY, CALL, DISCOVERY, JSON_TYPE, NEXT_REQUEST, Attack, chunked, head, post  # first

LENGTH = f"Content-Length: {len(BODY)}\r\n"
CHUNKS = "Transfer-Encoding: chunked\r\n"
CALL_HEAD = ("POST", CALL, JSON_TYPE)
MANY = 1_500  # headers of one letter


class Smuggling(Attack):

    def test_row_01_the_end_of_a_request_told_in_two_ways(self) -> None:
        for what, lines, body in [
                ("length and chunks", LENGTH + CHUNKS, chunked(BODY)),
                ("chunks and length", CHUNKS + LENGTH, chunked(BODY)),
                ("a length of nothing and chunks", "Content-Length: 0\r\n" + CHUNKS, chunked(BODY)),
                ("gzip and length", "Transfer-Encoding: gzip\r\n" + LENGTH, BODY),
                ("identity and length", "Transfer-Encoding: identity\r\n" + LENGTH, BODY),
                ("identity", "Transfer-Encoding: identity\r\n", BODY),
                ("chunked, then gzip", "Transfer-Encoding: chunked, gzip\r\n", chunked(BODY)),
                ("gzip, then chunked", "Transfer-Encoding: gzip, chunked\r\n", chunked(BODY)),
                ("chunked twice", "Transfer-Encoding: chunked, chunked\r\n", chunked(BODY)),
                ("an unknown coding", "Transfer-Encoding: xchunked\r\n", chunked(BODY)),
                ("chunked in quotes", 'Transfer-Encoding: "chunked"\r\n', chunked(BODY)),
                ("a vertical tab", "Transfer-Encoding: \x0bchunked\r\n", chunked(BODY)),
                ("two codings in two lines", CHUNKS + CHUNKS, chunked(BODY)),
                ("identity beside chunked", CHUNKS + "Transfer-Encoding: identity\r\n", chunked(BODY)),
                ("an empty coding", "Transfer-Encoding:\r\n" + LENGTH, BODY)]:
            with self.subTest(what):
                self.assert_refused_and_closed(head(*CALL_HEAD, lines) + body, 400)

    def test_row_01_lengths(self) -> None:
        for what, lines in [
                ("two equal ones", LENGTH + LENGTH), ("two unlike", LENGTH + "Content-Length: 1\r\n"),
                ("a list of equal ones", f"Content-Length: {len(BODY)}, {len(BODY)}\r\n"),
                ("a list", "Content-Length: 5, 6\r\n"), ("a sign", f"Content-Length: +{len(BODY)}\r\n"),
                ("negative", "Content-Length: -1\r\n"), ("hexadecimal", "Content-Length: 0x5\r\n"),
                ("2^64", f"Content-Length: {2**64}\r\n"), ("2^64 and this length", f"Content-Length: {2**64 + 5}\r\n"),
                ("a fraction", "Content-Length: 5.0\r\n"), ("with a space", "Content-Length: 5 5\r\n"),
                ("grouped", "Content-Length: 1_000\r\n"), ("a superscript", "Content-Length: \xb2\r\n"),
                ("empty", "Content-Length:\r\n")]:
            with self.subTest(what):
                self.assert_refused_and_closed(head(*CALL_HEAD, lines) + BODY, 400)

    def test_row_01_chunks_are_not_for_http_1_0(self) -> None:
        old = head(*CALL_HEAD, CHUNKS, "Connection: keep-alive\r\n").replace(b"HTTP/1.1", b"HTTP/1.0")
        self.assert_refused_and_closed(old + chunked(BODY), 400)


class Hosts(Attack):

    def test_row_02_hosts(self) -> None:
        for what, lines in [
                ("none", ""), ("two", "Host: x\r\nHost: x\r\n"), ("two unlike", "Host: x\r\nHost: evil\r\n"),
                ("a user", "Host: user@x\r\n"), ("a port that is none", "Host: x:evil\r\n"),
                ("two ports", "Host: x:80:80\r\n"),
                ("a path", "Host: x/evil\r\n"), ("a space", "Host: x evil\r\n"), ("a list", "Host: x, evil\r\n"),
                ("a bracket", "Host: [::1\r\n"), ("a quotation mark", 'Host: x"\r\n'),
                ("a fragment", "Host: x#\r\n")]:
            with self.subTest(what):
                self.assert_refused_and_closed(head("GET", DISCOVERY, host=lines), 400)

    def test_row_02_hosts_that_are_good(self) -> None:
        for value in ("x", "EHR.example.org:443", "127.0.0.1:1", "[::1]:8080", "x_y", "xn--bcher-kva.example"):
            with self.subTest(value):
                request = head("GET", DISCOVERY, "Connection: close\r\n", host=f"Host: {value}\r\n")
                self.assertEqual([answer.status for answer in self.exchange(request)], [200])

    def test_row_02_targets(self) -> None:
        for target, statuses in [
                (f"http://x{DISCOVERY}", [200]), (f"https://evil.example{DISCOVERY}", [200, 400]), ("http://x", [200]),
                (f"//evil.example{DISCOVERY}", [404]), ("/../etc/passwd", [404, 400]),
                (f"{DISCOVERY}/../cds-services", [404, 400]), ("/%2e%2e/cds-services", [404, 400]),
                ("/cds-services%00", [404, 400]), ("/cds%2dservices", [404, 400]), ("/%2fcds-services", [404, 400]),
                ("/cds-services%2f", [404, 400]), ("/./cds-services", [404, 400]), ("\\cds-services", [404, 400]),
                ("/cds-services;x=y", [404, 400]), ("*", [404, 400]), ("cds-services", [404, 400]),
                ("/cds-services\x00", [400]), ("/cds-services\x7f", [400]), ("/cds-services\xff", [404, 400]),
                ("ftp://x/cds-services", [404, 400]), ("x:1", [404, 400]), ("?", [404, 400])]:
            with self.subTest(target):
                answers = self.exchange(head("GET", target, "Connection: close\r\n"))
                self.assertEqual(len(answers), 1, answers)
                self.assertIn(answers[0].status, statuses)
                if answers[0].status != 200:
                    self.assert_refusal(answers[0], *statuses)


class Headers(Attack):

    def test_row_03_lines_that_are_none(self) -> None:
        for what, line in [
                ("a space before the colon", "X-A : b\r\n"), ("a tab before the colon", "X-A\t: b\r\n"),
                ("a bare CR", "X-A: b\rContent-Length: 0\r\n"), ("a bare CR at the end", "X-A: b\r\r\n"),
                ("NUL in a value", "X-A: b\x00\r\n"), ("NUL in a name", "X-\x00A: b\r\n"),
                ("no colon", "X-A\r\n"), ("no name", ": b\r\n"), ("a name with a bracket", "X(A): b\r\n"),
                ("a name beyond ASCII", "X-\xe4: b\r\n"), ("a control character", "X-A: \x01\r\n")]:
            with self.subTest(what):
                self.assert_refused_and_closed(head(*CALL_HEAD, LENGTH, line) + BODY, 400)

    def test_row_03_bare_line_feeds(self) -> None:
        self.assert_refused_and_closed(head(*CALL_HEAD, LENGTH, "X-A: b\nX-B: c\r\n") + BODY, 400)
        self.assert_refused_and_closed(head(*CALL_HEAD, LENGTH).replace(b"\r\n", b"\n") + BODY, 400)

    def test_row_03_a_folded_line_is_no_line_of_its_own(self) -> None:
        """RFC 9112 section 5.2: refused, or a space. What stands in it is never taken for a header."""
        for folded in ("X-A: b\r\n Transfer-Encoding: chunked\r\n", "X-A: b\r\n\tContent-Length: 0\r\n"):
            with self.subTest(folded):
                answers = self.exchange(head(*CALL_HEAD, LENGTH, "Connection: close\r\n", folded) + BODY)
                self.assertEqual(len(answers), 1, answers)
                self.assertIn((answers[0].status, answers[0].body == b'{"cards":[]}'), [(200, True), (400, False)])
        for folded in (f"Content-Length: {len(BODY)}\r\n 0\r\n", "Transfer-Encoding: chunked\r\n x\r\n"):
            with self.subTest(folded):
                self.assert_refused_and_closed(head(*CALL_HEAD, folded) + BODY, 400)

    def test_row_03_too_much(self) -> None:
        for what, lines in [("a header over the limit", f"X-A: {'b' * 20_000}\r\n"),
                            ("a name over the limit", f"{'a' * 20_000}: b\r\n"),
                            ("more than a field may hold", f"X-A: {'b' * 70_000}\r\n"),
                            ("many tiny ones", "a:b\r\n" * MANY)]:
            with self.subTest(what):
                self.assert_refused_and_closed(head(*CALL_HEAD, LENGTH, lines) + BODY, 431)
        self.assert_refused_and_closed(head("GET", "/" + "x" * 20_000), 431, 414)

    def test_row_03_underscores_are_no_hyphens(self) -> None:
        """A gateway may take one for the other; here the twin is refused, or is a header that nobody knows."""
        for twin in ("Content_Length: 0\r\n", "Transfer_Encoding: chunked\r\n", "Content_Encoding: gzip\r\n"):
            with self.subTest(twin):
                answers = self.exchange(post(BODY, twin, "Connection: close\r\n"))
                self.assertEqual(len(answers), 1, answers)
                self.assertIn((answers[0].status, answers[0].body == b'{"cards":[]}'), [(200, True), (400, False)])


class Chunks(Attack):

    def test_row_04_chunks(self) -> None:
        size, good = b"%x" % len(BODY), BODY + b"\r\n0\r\n\r\n"
        for what, body in [
                ("no size", b"\r\n" + good), ("no number", b"zz\r\n" + good), ("a sign", b"+" + size + b"\r\n" + good),
                ("negative", b"-1\r\n" + good), ("0x", b"0x" + size + b"\r\n" + good),
                ("a space before", b" " + size + b"\r\n" + good),
                ("more than 64 bits", b"1" + b"0" * 16 + b"\r\n" + good),
                ("2^64 and this size", b"1" + size.zfill(16) + b"\r\n" + good),
                ("a line feed alone", size + b"\n" + good), ("data longer than told", b"1\r\n" + good),
                ("no line break behind the data", size + b"\r\n" + BODY + b"0\r\n\r\n"),
                ("another size behind", size + b" 5\r\n" + good)]:
            with self.subTest(what):
                self.assert_refused_and_closed(head(*CALL_HEAD, CHUNKS) + body, 400)

    def test_row_04_more_than_is_read(self) -> None:
        for what, body in [
                ("an extension of 1 MB", b"%x;%b\r\n" % (len(BODY), b"x" * 2**20) + BODY + b"\r\n0\r\n\r\n"),
                ("a size of 1 MB", b"0" * 2**20 + chunked(BODY)),
                ("a chunk beyond the body limit", b"7fffffff\r\n" + BODY),
                ("many small ones beyond the body limit", chunked(b" " * 65_536, b"") * 130)]:
            with self.subTest(what):
                self.assert_refused_and_closed(head(*CALL_HEAD, CHUNKS) + body, 400, 413, 431)

    def test_row_04_no_end(self) -> None:
        for end in (b"", b"0", b"0\r\n", b"0\r\n\r"):
            with self.subTest(end):
                answers = self.exchange(head(*CALL_HEAD, CHUNKS) + chunked(BODY, end), half_close=True)
                self.assertIn([answer.status for answer in answers], ([], [400]))

    def test_row_04_trailers(self) -> None:
        for line in ("Host: evil", "Authorization: Bearer x", "Content-Length: 5", "Transfer-Encoding: chunked",
                     "Content-Type: text/plain", "X-Any: thing", "not a header"):
            with self.subTest(line):
                end = b"0\r\n" + line.encode() + b"\r\n\r\n"
                self.assert_refused_and_closed(head(*CALL_HEAD, CHUNKS) + chunked(BODY, end), 400)


class Order(Attack):

    def test_row_05_a_hundred_requests_in_one_segment(self) -> None:
        closing = head("GET", "/nothing", "Connection: close\r\n")
        answers = self.exchange((post(BODY) + head("GET", "/nothing")) * 50 + closing + NEXT_REQUEST)
        self.assertEqual([answer.status for answer in answers], [200, 404] * 50 + [404])

    def test_row_05_nothing_is_parsed_behind_an_error(self) -> None:
        bad = head(*CALL_HEAD, LENGTH, "X-A : b\r\n")
        answers = self.exchange(head("GET", DISCOVERY) + bad + BODY + NEXT_REQUEST * 10)
        self.assertEqual([answer.status for answer in answers], [200, 400])

    def test_row_06_expectations(self) -> None:
        good = head(*CALL_HEAD, LENGTH, "Expect: 100-continue\r\n", "Connection: close\r\n") + BODY
        self.assertIn([answer.status for answer in self.exchange(good)], ([100, 200], [200]))
        for unknown in ("200-ok", "100-continue, x", "x", "100-continue-x"):
            with self.subTest(unknown):
                self.assert_refused_and_closed(head(*CALL_HEAD, LENGTH, f"Expect: {unknown}\r\n") + BODY, 417)

    def test_row_06_what_is_refused_anyway_is_not_asked_for(self) -> None:
        for lines, status in ((f"Content-Length: {2**30}\r\n", 413), (LENGTH + LENGTH, 400)):
            with self.subTest(status):
                self.assert_refused_and_closed(head(*CALL_HEAD, lines, "Expect: 100-continue\r\n"), status)


if __name__ == "__main__":
    unittest.main()
