"""Tokens used again, early, late, in other places, and what a caller learns from a refusal (rows 24, 25, 27, 28)."""

import time
import unittest
from concurrent.futures import ThreadPoolExecutor

from attack import BODY, CALL, DISCOVERY, JSON_TYPE, chunked, head, post  # first: it makes the test tools importable
from secured_service import CALL_URL, DISCOVERY_URL, ISSUER, OTHER_ISSUER, SecuredAttack
from tokens import P384_BYTES, P384_ORDER, Key, base64url, claims, from_base64url, token
from wire import connect

AT_ONCE = 16        # calls with the same token
SKEW = 30           # seconds by which clocks may differ
TOO_MUCH = 5 * 60
TENANT_ISSUER, TENANT = "https://many.example.org", "clinic-7"


class Callers(SecuredAttack):

    def test_row_24_a_token_counts_once(self) -> None:
        used = self.good()
        self.assert_accepted(used)
        for _ in range(3):
            self.assert_not_accepted(used)

    def test_row_24_one_of_many_at_once(self) -> None:
        for _ in range(5):
            used = self.good()
            with ThreadPoolExecutor(AT_ONCE) as threads:
                statuses = list(threads.map(lambda _: self.call(f"Bearer {used}").status, range(AT_ONCE)))
            self.assertEqual(sorted(statuses), [200] + [401] * (AT_ONCE - 1))

    def test_row_24_the_same_number_in_another_token(self) -> None:
        """Signed anew, with other claims, or for another endpoint: it was used."""
        self.assert_accepted(self.good(jti="the-same"))
        self.assert_not_accepted(self.good(jti="the-same", sub="x"))
        self.assert_not_accepted(self.good(self.rsa, jti="the-same"))
        headers = {"Authorization": f"Bearer {self.good(audience=DISCOVERY_URL, jti='the-same')}"}
        self.assertEqual(self.service.client.send("GET", DISCOVERY, None, headers).status, 401)
        self.assert_accepted(self.good(self.other, OTHER_ISSUER, jti="the-same"))  # another's numbers are its own

    def test_row_24_the_other_signature_of_the_same_token(self) -> None:
        """Of ECDSA (r, s) there is a second, (r, n - s): it is no second use."""
        used = self.good()
        text, _, signature = used.rpartition(".")
        self.assert_accepted(used)
        self.assert_not_accepted(f"{text}.{mirrored(signature)}")

    def test_row_24_only_good_tokens_are_remembered(self) -> None:
        """Otherwise anyone could use up another's tokens."""
        body = claims(ISSUER, CALL_URL)
        self.assert_not_accepted(token(Key(kid=self.ec.kid), body))
        self.assert_not_accepted(token(self.ec, body | {"aud": DISCOVERY_URL}))
        self.assert_accepted(token(self.ec, body))

    def test_row_24_no_number(self) -> None:
        for number in (None, "", 7, [], {}, "x" * 6000):
            with self.subTest(str(number)[:10]):
                self.assert_not_accepted(self.good(jti=number))

    def test_row_25_clocks_that_differ(self) -> None:
        now = int(time.time())
        self.assert_accepted(self.good(iat=now + SKEW, exp=now + SKEW + 60))
        self.assert_accepted(self.good(iat=now - SKEW - 60, exp=now - SKEW))
        self.assert_accepted(self.good(nbf=now + SKEW))
        self.assert_not_accepted(self.good(iat=now + TOO_MUCH, exp=now + TOO_MUCH + 60))
        self.assert_not_accepted(self.good(iat=now - TOO_MUCH - 60, exp=now - TOO_MUCH))
        self.assert_not_accepted(self.good(nbf=now + TOO_MUCH))

    def test_row_25_what_is_late_and_was_used_is_refused_twice(self) -> None:
        now = int(time.time())
        late = self.good(iat=now - SKEW - 60, exp=now - SKEW)
        self.assert_accepted(late)
        self.assert_not_accepted(late)

    def test_row_27_only_the_header_counts(self) -> None:
        good = self.good()
        for name in ("access_token", "token", "authorization", "bearer"):
            with self.subTest(name):
                self.assert_unauthorized(self.call(None, path=f"{CALL}?{name}={good}"))
        form = f"access_token={good}"
        answer = self.service.client.send("POST", CALL, form, {"Content-Type": "application/x-www-form-urlencoded"})
        self.assertIn(answer.status, (401, 415))
        for name in ("Cookie", "X-Authorization", "Proxy-Authorization", "Authorization_", "X-Forwarded-Authorization"):
            with self.subTest(name):
                headers = {name: f"Bearer {good}"}
                self.assert_unauthorized(self.service.client.send("POST", CALL, BODY, headers))

    def test_row_27_two_headers(self) -> None:
        first, second = f"Authorization: Bearer {self.good()}\r\n", "Authorization: Bearer x\r\n"
        for lines in (first + second, second + first, first + first, first + "Authorization: Basic eDp5\r\n"):
            self.assert_unauthorized(self.exchange(post(BODY, lines, "Connection: close\r\n")))

    def test_row_27_in_a_trailer(self) -> None:
        end = f"0\r\nAuthorization: Bearer {self.good()}\r\n\r\n".encode()
        request = head("POST", CALL, JSON_TYPE, "Connection: close\r\n", "Transfer-Encoding: chunked\r\n") + chunked(
            BODY, end)
        self.assertIn(self.exchange(request).status, (400, 401))

    def test_row_27_schemes(self) -> None:
        for scheme in ("bearer", "BEARER", "bEaReR"):
            self.assertEqual(self.call(f"{scheme} {self.good()}").status, 200)
        for value in (self.good(), f"Basic {self.good()}", f"Token {self.good()}", f"Bearer{self.good()}", "Bearer",
                      f"Bearer {self.good()}, Bearer x", f"Bearer {self.good()} x", f"Bearer token={self.good()}",
                      f"Bearer, {self.good()}", f'Bearer "{self.good()}"', "", "Bearer null", "Negotiate", "DPoP x"):
            with self.subTest(value[:16]):
                self.assert_unauthorized(self.call(value))

    def test_row_27_before_the_body(self) -> None:
        """Who is not known has nothing read, and is asked for nothing."""
        for lines in (f"Content-Length: {8 * 2**20}\r\n", "Transfer-Encoding: chunked\r\n"):
            for expect in ("", "Expect: 100-continue\r\n"):
                with self.subTest(lines, expect=expect), connect(self.service.port, timeout=2) as connection:
                    connection.sendall(head("POST", CALL, JSON_TYPE, lines, expect))
                    self.assertEqual(connection.recv(12), b"HTTP/1.1 401")


class Silence(SecuredAttack):

    @classmethod
    def add_clients(cls) -> None:
        super().add_clients()
        cls.tenant = Key()
        cls.clients.add(TENANT_ISSUER, cls.tenant, tenant=TENANT)

    def test_row_28_every_reason_is_answered_alike(self) -> None:
        """assert_unauthorized compares the bytes; the log alone knows more, and no part of a token."""
        used = self.good()
        self.assert_accepted(used)
        stranger = Key(kid=self.ec.kid)
        for what, authorization in {
                "no token": None, "no JWT": "Bearer x", "another scheme": "Basic eDp5",
                "unknown issuer": f"Bearer {self.good(stranger, 'https://unknown.example')}",
                "bad signature": f"Bearer {self.good(stranger)}", "unknown key": f"Bearer {self.good(Key())}",
                "audience": f"Bearer {self.good(audience='x')}", "expired": f"Bearer {self.good(iat=0, exp=100)}",
                "algorithm": f"Bearer {self.good(self.p256)}", "used": f"Bearer {used}",
                "tenant": f"Bearer {self.good(self.tenant, TENANT_ISSUER, tenant='another')}",
                "no tenant": f"Bearer {self.good(self.tenant, TENANT_ISSUER)}"}.items():
            with self.subTest(what):
                self.assert_unauthorized(self.call(authorization))
        self.assert_accepted(self.good(self.tenant, TENANT_ISSUER, tenant=TENANT))
        log = self.service.output()
        self.assertGreaterEqual(log.count('"event":"caller-refused"'), 12)
        for part in used.split("."):
            self.assertNotIn(part, log)

    def test_row_28_other_paths_and_methods_tell_nothing_either(self) -> None:
        for method, path in (("GET", DISCOVERY), ("POST", CALL), ("HEAD", DISCOVERY)):
            self.assertEqual(self.service.client.send(method, path, BODY if method == "POST" else None).status, 401)
        for method, path in (("POST", DISCOVERY), ("GET", CALL), ("GET", "/nothing"), ("GET", "/")):
            with self.subTest(method, path=path):
                answer = self.service.client.send(method, path, None)
                self.assertIn(answer.status, (401, 404, 405))
                self.assertNotIn("<html", answer.text.lower())


def mirrored(signature: str) -> str:
    """The other signature that the same key and text have."""
    raw = from_base64url(signature)
    s = P384_ORDER - int.from_bytes(raw[P384_BYTES:], "big")
    return base64url(raw[:P384_BYTES] + s.to_bytes(P384_BYTES, "big"))


if __name__ == "__main__":
    unittest.main()
