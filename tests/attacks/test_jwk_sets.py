"""Where the keys of callers come from: the URL that is configured, however it answers, and no other (row 26)."""

import json
import time
import unittest
from concurrent.futures import ThreadPoolExecutor

from attack import CALL  # first: it makes the test tools importable
from secured_service import CALL_URL, SecuredAttack
from tokens import Key, claims, header, jwk_set, token

from certificates import CertificateAuthority  # noqa: I001
from jwk_server import JwkServer, endless, hanging, slow, with_content, with_json, with_redirect

GOOD = "/jwks.json"
AT_ONCE = 8
SECONDS_TO_FETCH = 3.5        # a set that does not come costs a call no more
BYTES_OF_SET = 64 * 1024      # at most
BUFFERED = 8 * 2**20          # what fits into the buffers on the way


def issuer(path: str) -> str:
    return f"https://ehr.example.org{path}"


class JwkSets(SecuredAttack):
    """A client for each path of the server; `ec` is the key that its set should have."""

    @classmethod
    def add_clients(cls) -> None:
        cls.ec = Key(kid="a key+/=")  # as opaque as Epic's are
        authority, stranger = CertificateAuthority(), CertificateAuthority()
        cls.addClassCleanup(authority.close)
        cls.addClassCleanup(stranger.close)
        cls.server = cls.serve(authority.server_context("DNS:localhost"))
        cls.stranger = cls.serve(stranger.server_context("DNS:localhost"))
        good = with_json(jwk_set(cls.ec))
        cls.stranger.answers["/stranger"] = good
        cls.server.answers = {GOOD: good, "/flooded": good, "/rotating": good, "/another-name": good}
        cls.server.answers |= bad_sets(cls.ec, cls.server)
        (cls.clients.folder / "ca.pem").write_bytes(authority.ca_file.read_bytes())
        for path in cls.server.answers:
            cls.add(path, cls.server.url(path, "127.0.0.1" if path == "/another-name" else "localhost"))
        cls.add("/stranger", cls.stranger.url("/stranger"))

    @classmethod
    def add(cls, path: str, url: str) -> None:
        cls.clients.add(issuer(path), jku=url, caFile="ca.pem")

    @classmethod
    def serve(cls, tls) -> JwkServer:
        server = JwkServer(tls)
        server.__enter__()
        cls.addClassCleanup(server.__exit__)
        return server

    def tearDown(self) -> None:
        self.assert_accepted(self.of(GOOD))

    def of(self, path: str, key: Key | None = None, **changes: object) -> str:
        """A good token of the client whose keys are there."""
        key = key or self.ec
        return token(key, claims(issuer(path), CALL_URL), header(key, **changes))

    def test_row_26_only_the_configured_url(self) -> None:
        url = self.server.url(GOOD)
        self.assert_accepted(self.of(GOOD, jku=url))
        asked = self.server.asked.total()
        for other in (self.server.url("/rotating"), url + "?x=y", url + "#x", url.replace("localhost", "LOCALHOST"),
                      url.replace("localhost", "127.0.0.1"), url.replace("https", "http"), url + "/", f" {url}", "", 7,
                      url.replace("localhost", "x@localhost"), "file:///etc/passwd", self.stranger.url("/stranger"),
                      [url]):
            with self.subTest(other):
                self.assert_not_accepted(self.of(GOOD, jku=other))
        self.assertEqual(self.server.asked.total(), asked)
        self.assertEqual(self.stranger.asked["/stranger"], 0)

    def test_row_26_sets_that_are_none(self) -> None:
        """Each is refused in bounded time, with bounded reading, and not asked for again at once."""
        paths = [path for path in self.server.answers if path.startswith("/bad/")]
        with ThreadPoolExecutor(AT_ONCE) as threads:
            first = list(threads.map(lambda path: self.call(f"Bearer {self.of(path)}"), paths))
            second = list(threads.map(lambda path: self.call(f"Bearer {self.of(path)}"), paths))
        for path, *answers in zip(paths, first, second):
            for answer in answers:
                with self.subTest(path):
                    self.assert_unauthorized(answer)
                    self.assertLess(answer.seconds, SECONDS_TO_FETCH)
            self.assertEqual(self.server.asked[path], 1, path)
        self.assertLess(self.server.sent, BYTES_OF_SET + BUFFERED)
        self.assertEqual(self.server.asked["/elsewhere"], 0)

    def test_row_26_servers_that_are_not_who_they_say(self) -> None:
        for path in ("/stranger", "/another-name"):
            with self.subTest(path):
                self.assert_not_accepted(self.of(path))
        self.assertEqual((self.stranger.asked["/stranger"], self.server.asked["/another-name"]), (0, 0))

    def test_row_26_a_key_is_changed(self) -> None:
        new = Key()
        self.assert_accepted(self.of("/rotating"))
        self.server.answers["/rotating"] = with_json(jwk_set(new))
        with ThreadPoolExecutor(AT_ONCE) as threads:
            tokens = [self.of("/rotating", new) for _ in range(AT_ONCE)]
            for answer in threads.map(lambda text: self.call(f"Bearer {text}"), tokens):
                self.assertEqual(answer.status, 200)
        self.assertEqual(self.server.asked["/rotating"], 2)
        self.assert_not_accepted(self.of("/rotating"))

    def test_row_26_a_flood_of_unknown_keys(self) -> None:
        self.assert_accepted(self.of("/flooded"))
        stranger = Key()
        with ThreadPoolExecutor(AT_ONCE) as threads:
            tokens = [self.of("/flooded", stranger, kid=f"unknown-{number}") for number in range(200)]
            for answer in threads.map(lambda text: self.call(f"Bearer {text}"), tokens):
                self.assertEqual(answer.status, 401)
        self.assertLessEqual(self.server.asked["/flooded"], 2)
        started = time.monotonic()
        self.assert_accepted(self.of("/flooded"))
        self.assertLess(time.monotonic() - started, 1)

    def test_row_26_a_url_in_the_token_alone_is_no_key(self) -> None:
        mine = Key(kid="mine")
        self.server.answers["/elsewhere"] = with_json(jwk_set(mine))
        answer = self.service.client.send("POST", CALL, "{}", {
            "Authorization": f"Bearer {self.of(GOOD, mine, jku=self.server.url('/elsewhere'))}"})
        self.assert_unauthorized(answer)
        self.assertEqual(self.server.asked["/elsewhere"], 0)


def bad_sets(key: Key, server: JwkServer) -> dict[str, object]:
    good = jwk_set(key)
    text = json.dumps(good).encode()
    answers = {f"redirect-{status}": with_redirect(status, server.url("/elsewhere")) for status in (301, 302, 307, 308)}
    answers |= {f"status-{status}": with_content(text, status=status) for status in (204, 206, 404, 500)}
    answers |= {
        "a-gigabyte": endless, "hanging": hanging, "slow": slow, "nothing": with_content(b""),
        "html": with_content(b"<html><body>Sign in</body></html>", "text/html"), "cut": with_content(text[:-2]),
        "too-long": with_content(text[:-1] + b" " * 70_000 + b"}"), "deep": with_content(b"[" * 60_000),
        "a-list": with_json(good["keys"]), "no-keys": with_json({"keys": []}), "keys-that-are-none": with_json(
            {"keys": [7, None, [], "x", {}]}), "null": with_json(None),
        "many-keys": with_json({"keys": [key.jwk(kid=f"k{number}", x=None) for number in range(500)] + good["keys"]}),
        "for-encryption": with_json(jwk_set(key.jwk(use="enc"))), "for-another-algorithm": with_json(
            jwk_set(key.jwk(alg="ES256"))), "secret": with_json(jwk_set({"kty": "oct", "k": "AAAA", "kid": key.kid})),
        "not-on-the-curve": with_json(jwk_set(key.jwk(y=key.jwk()["x"]))), "of-infinity": with_json(
            jwk_set(key.jwk(x="A" * 64, y="A" * 64))), "short": with_json(jwk_set(key.jwk(x="AA"))),
        "another-curve": with_json(jwk_set(key.jwk(crv="P-256"))), "no-curve": with_json(jwk_set(key.jwk(crv=None))),
        "two-of-a-name": with_content(b'{"keys": [], "keys": ' + json.dumps(good["keys"]).encode() + b"}"),
    }
    return {f"/bad/{name}": answer for name, answer in answers.items()}


if __name__ == "__main__":
    unittest.main()
