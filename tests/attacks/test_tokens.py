"""Tokens that are forged, and tokens that are good for something else (rows 21 to 23)."""

import json
import time
import unittest

from attack import CALL, DISCOVERY, JSON_TYPE, head  # first: it makes the test tools importable
from cryptography.hazmat.primitives import hashes
from secured_service import CALL_URL, DISCOVERY_URL, ISSUER, OTHER_ISSUER, PUBLIC_URL, SecuredAttack
from tokens import P384_BYTES, P384_ORDER, Key, base64url, claims, encode, header, signing_input, token
from wire import exchange

YEAR = 365 * 24 * 3600


class Tokens(SecuredAttack):

    def forged(self, key: Key, algorithm: str | None = None, **changes: object) -> str:
        """A token with this header whose claims are good."""
        body = claims(ISSUER, CALL_URL)
        return token(key, body, header(self.ec, **changes), algorithm)

    def test_row_21_no_signature(self) -> None:
        for algorithm in ("none", "None", "nOnE", "NONE", "", " none", None, 0, True, [], {}, ["none"], ["ES384"]):
            for signature in ("", "AA", base64url(bytes(2 * P384_BYTES))):
                with self.subTest(algorithm, signature=signature[:2]):
                    text = signing_input(header(self.ec) | {"alg": algorithm}, claims(ISSUER, CALL_URL))
                    self.assert_not_accepted(f"{text}.{signature}")

    def test_row_21_another_algorithm(self) -> None:
        for what, key, changes, algorithm in [
                ("the public key as a secret, HS256", self.ec, {"alg": "HS256"}, "HS256"),
                ("the public key as a secret, HS384", self.ec, {"alg": "HS384"}, "HS384"),
                ("the public RSA key as a secret", self.rsa, {"alg": "HS384", "kid": self.rsa.kid}, "HS384"),
                ("RS384 with an EC key", self.ec, {"alg": "RS384"}, None),
                ("ES384 with an RSA key", self.rsa, {"alg": "ES384", "kid": self.rsa.kid}, None),
                ("ES384 signed by the RSA key, kid of the EC key", self.rsa, {}, None),
                ("ES256 with a P-384 key", self.ec, {"alg": "ES256"}, "ES256"),
                ("ES256, which is not listed", self.p256, {"alg": "ES256", "kid": self.p256.kid}, None),
                ("ES384 with a P-256 key", self.p256, {"alg": "ES384", "kid": self.p256.kid}, None),
                ("RS256, which is not listed", self.rsa, {"alg": "RS256", "kid": self.rsa.kid}, "RS256"),
                ("PS384, which is not listed", self.rsa, {"alg": "PS384", "kid": self.rsa.kid}, "PS384"),
                ("PS384 said to be RS384", self.rsa, {"alg": "RS384", "kid": self.rsa.kid}, "PS384"),
                ("RS256 said to be RS384", self.rsa, {"alg": "RS384", "kid": self.rsa.kid}, "RS256"),
                ("lower case", self.ec, {"alg": "es384"}, None), ("a space", self.ec, {"alg": "ES384 "}, None),
                ("unknown", self.ec, {"alg": "ES385"}, None), ("a long one", self.ec, {"alg": "E" * 4000}, None)]:
            with self.subTest(what):
                self.assert_not_accepted(self.forged(key, algorithm, **changes))
        self.assert_accepted(token(self.rsa, claims(ISSUER, CALL_URL)))

    def test_row_21_extensions_that_must_be_understood(self) -> None:
        for changes in ({"crit": ["exp"], "exp": 1}, {"crit": []}, {"crit": ["b64"], "b64": False},
                        {"crit": ["b64"], "b64": True}, {"crit": "b64"}, {"crit": None, "b64": False},
                        {"crit": ["x"], "x": 1}):
            with self.subTest(changes):
                self.assert_not_accepted(self.forged(self.ec, **changes))
        body = json.dumps(claims(ISSUER, CALL_URL))
        text = f"{encode(header(self.ec, crit=['b64'], b64=False))}.{body}"
        signature = base64url(self.ec.sign("ES384", text.encode()))
        self.assert_not_accepted(f"{encode(header(self.ec, crit=['b64'], b64=False))}.{encode(body)}.{signature}")

    def test_row_21_keys_that_the_token_brings(self) -> None:
        mine = Key(kid=self.ec.kid)
        for changes in ({"jwk": mine.jwk()}, {"jwk": mine.jwk(), "kid": None}, {"x5u": "https://127.0.0.1:1/x"},
                        {"x5c": [base64url(b"certificate")]}, {"jku": "https://127.0.0.1:1/jwks.json"},
                        {"kid": None}, {"kid": mine.kid}):
            with self.subTest(list(changes)):
                self.assert_not_accepted(self.forged(mine, **changes))
        self.assert_not_accepted(self.forged(self.ec, jku="https://evil.example/jwks.json"))

    def test_row_21_names_of_keys(self) -> None:
        for kid in ("../../../../../../dev/null", "/dev/null", "' OR '1'='1", "x' UNION SELECT 'key", "|whoami", "\0",
                    f"{self.ec.kid}\0", f" {self.ec.kid}", self.ec.kid.upper(), self.other.kid, "", "k" * 4000, 7, True,
                    [self.ec.kid], {"kid": self.ec.kid}, "\ud800", "é"):
            with self.subTest(str(kid)[:40].encode("utf-8", "replace")):
                self.assert_not_accepted(self.forged(self.ec, kid=kid))

    def test_row_21_a_megabyte(self) -> None:
        """Refused by its size, long before it is looked at."""
        long = f"Authorization: Bearer {self.forged(self.ec, kid='k' * 2**20)}\r\n"
        answers = exchange(self.service.port, head("POST", CALL, JSON_TYPE, long))
        self.assertIn([answer.status for answer in answers], ([431], [401], []))
        self.assert_not_accepted(self.forged(self.ec, kid="k" * 7000))

    def test_row_21_headers_that_are_none(self) -> None:
        good = json.dumps(header(self.ec))
        for text in ("", "null", "[]", "7", '"x"', good[:-1], good + "x", good + good, "\ufeff" + good,
                     good[:-1] + ', "alg": "none"}', good[:-1] + ', "kid": "x"}', '{"alg":' * 100, "{}",
                     good.replace('"alg"', '"\\u0061lg": "none", "alg"')):
            with self.subTest(text[:60]):
                self.assert_not_accepted(token(self.ec, claims(ISSUER, CALL_URL), text))

    def test_row_22_numbers_out_of_range(self) -> None:
        """The class of CVE-2022-21449, and lengths that are none: all other parts are good."""
        text = signing_input(header(self.ec), claims(ISSUER, CALL_URL))
        right = self.ec.sign("ES384", text.encode())
        r, s = right[:P384_BYTES], right[P384_BYTES:]
        zero, order = bytes(P384_BYTES), P384_ORDER.to_bytes(P384_BYTES, "big")
        most = b"\xff" * P384_BYTES
        der = self.ec.sign_der(text.encode(), hashes.SHA384())
        for what, signature in {
                "no bytes": b"", "one byte": b"\0", "r = s = 0": zero + zero, "r = 0": zero + s, "s = 0": r + zero,
                "r = n": order + s, "s = n": r + order, "r = s = n": order + order, "r = n, s = 0": order + zero,
                "r = 1, s = 1": 2 * (bytes(P384_BYTES - 1) + b"\1"), "all ones": most + most, "r and s swapped": s + r,
                "a byte less": right[:-1], "a byte more": right + b"\0", "a byte before": b"\0" + right,
                "r alone": r, "as of P-256": right[:64], "as of P-521": bytes(18) + r + bytes(18) + s, "DER": der,
                "DER and more": der + bytes(4), "a bit changed": right[:-1] + bytes([right[-1] ^ 1]),
                "twice": right + right, "of another text": self.ec.sign("ES384", b"another text")}.items():
            with self.subTest(what):
                self.assert_not_accepted(f"{text}.{base64url(signature)}")
        self.assert_accepted(f"{text}.{base64url(right)}")

    def test_row_22_rsa(self) -> None:
        text = signing_input(header(self.rsa), claims(ISSUER, CALL_URL))
        right = self.rsa.sign("RS384", text.encode())
        for what, signature in {"no bytes": b"", "zeros": bytes(256), "ones": b"\xff" * 256, "one": bytes(255) + b"\1",
                                "a byte less": right[1:], "a byte before": b"\0" + right, "a byte more": right + b"\0",
                                "a bit changed": right[:-1] + bytes([right[-1] ^ 1])}.items():
            with self.subTest(what):
                self.assert_not_accepted(f"{text}.{base64url(signature)}")

    def test_row_22_encodings(self) -> None:
        """base64url without padding, and in one form only (RFC 7515 section 2)."""
        bodies = [encode(claims(ISSUER, CALL_URL, sub="x" * length)) for length in range(3)]
        body = next(text for text in bodies if len(text) % 4)  # so that its last letter has bits to spare
        good = [encode(header(self.rsa)), body, ""]
        for what, position, change in [
                ("bits to spare", 1, with_spare_bits), ("padding", 1, lambda part: part + "=" * (-len(part) % 4)),
                ("padding too much", 1, lambda part: part + "===="),
                ("bits to spare in the signature", 2, with_spare_bits),
                ("padding of the signature", 2, lambda part: part + "=="), ("a space", 1, lambda part: part + " "),
                ("a tab in it", 1, lambda part: part[:9] + "\t" + part[9:]),
                ("a letter that is none", 2, lambda part: "+/" + part[2:]),
                ("one letter more", 2, lambda part: part + "AAA"), ("a percent", 1, lambda part: "%41" + part)]:
            with self.subTest(what):
                parts = list(good)
                if position < 2:
                    parts[position] = change(parts[position])
                parts[2] = base64url(self.rsa.sign("RS384", f"{parts[0]}.{parts[1]}".encode()))
                if position == 2:
                    parts[2] = change(parts[2])
                self.assert_not_accepted(".".join(parts))

    def test_row_22_segments(self) -> None:
        head, body, signature = self.good().split(".")
        for text in ("", ".", "..", "...", head, f"{head}.{body}", f"{head}.{body}.", f".{body}.{signature}",
                     f"{head}..{signature}", f"{head}.{body}.{signature}.", f"{head}.{body}.{signature}.{signature}",
                     f"{head}.{body}.{signature}.x.y", f".{head}.{body}.{signature}", "null", "undefined", "x" * 8000):
            with self.subTest(text[:20]):
                self.assert_not_accepted(text)

    def test_row_23_claims_that_are_missing_or_of_another_type(self) -> None:
        for name in ("iss", "aud", "exp", "iat", "jti"):
            for value in (None, "", [], {}, True, "x", -1, "0", [7], 1e300, "9" * 30):
                with self.subTest(name, value=value):
                    if not (name == "jti" and value in ("x", "0", "9" * 30)):
                        self.assert_not_accepted(self.good(**{name: value}))

    def test_row_23_bodies_that_are_no_claims(self) -> None:
        good = json.dumps(claims(ISSUER, CALL_URL))
        for text in ("", "null", "[]", good[:-1], good + "x", good[:-1] + f', "aud": "{CALL_URL}"}}', "[" * 3000,
                     good[:-1] + f', "iss": "{ISSUER}"}}', good[:-1] + ', "exp": 9999999999}', f"[{good}]",
                     good[:-1] + ', "\\u0065xp": 9999999999}', good[:-1] + ', "jti": "x"}'):
            with self.subTest(text[:40]):
                self.assert_not_accepted(token(self.ec, text))

    def test_row_23_times(self) -> None:
        now = int(time.time())
        for what, changes in {
                "of yesterday": {"iat": now - 86400, "exp": now - 86300},
                "expired": {"iat": now - 700, "exp": now - 400},
                "exp as a text": {"exp": str(now + 60)}, "exp negative": {"exp": -now}, "exp of 1e300": {"exp": 1e300},
                "exp of 2^63": {"exp": 2**63}, "exp of 2^64 and a bit": {"exp": 2**64 + now}, "exp = 0": {"exp": 0},
                "a year": {"exp": now + YEAR}, "ten minutes": {"exp": now + 600}, "iat in an hour": {
                    "iat": now + 3600, "exp": now + 3700}, "exp before iat": {"iat": now + 20, "exp": now + 10},
                "iat of 1970": {"iat": 0}, "iat negative": {"iat": -5}, "iat as a text": {"iat": str(now)},
                "not before tomorrow": {"nbf": now + 86400}, "nbf as a text": {"nbf": "x"}}.items():
            with self.subTest(what):
                self.assert_not_accepted(self.good(**changes))
        self.assert_accepted(self.good(iat=now - 0.5, exp=now + 60.25, sub="of Epic", nbf=now - 1))

    def test_row_23_audiences(self) -> None:
        for audience in (DISCOVERY_URL, PUBLIC_URL, PUBLIC_URL + "/", CALL_URL + "/", CALL_URL + "?x=y", CALL_URL + "x",
                         CALL_URL.replace("https", "http"), CALL_URL.replace("https", "HTTPS"),
                         CALL_URL.replace("cds.example", "CDS.example"), CALL_URL.replace(".org", ".org:443"),
                         CALL_URL.replace(".org/", ".org//"), CALL_URL.replace("inhibitor", "%69nhibitor"),
                         f"http://127.0.0.1:{self.service.port}/", CALL_URL[:-1], f" {CALL_URL}", "*", [], ["x"],
                         [[CALL_URL]], {"aud": CALL_URL}, [DISCOVERY_URL, PUBLIC_URL], [{"a": CALL_URL}],
                         f"{DISCOVERY_URL} {CALL_URL}", f"{DISCOVERY_URL},{CALL_URL}"):
            with self.subTest(audience):
                self.assert_not_accepted(self.good(audience=audience))
        self.assert_accepted(self.good(audience=[DISCOVERY_URL, CALL_URL]))

    def test_row_23_a_host_that_the_caller_says_is_no_audience(self) -> None:
        url = CALL_URL.replace("cds.example.org", "evil.example")
        answer = self.service.client.send("POST", url.removeprefix("https://evil.example"), "{}", {
            "Authorization": f"Bearer {self.good(audience=url)}", "Host": "evil.example",
            "X-Forwarded-Host": "evil.example",
            "X-Forwarded-Proto": "https", "Forwarded": "host=evil.example"})
        self.assert_unauthorized(answer)

    def test_row_23_discovery_has_an_audience_of_its_own(self) -> None:
        for audience, status in ((DISCOVERY_URL, 200), (CALL_URL, 401), (None, 401)):
            with self.subTest(audience):
                headers = {"Authorization": f"Bearer {self.good(audience=audience)}"}
                self.assertEqual(self.service.client.send("GET", DISCOVERY, None, headers).status, status)
        self.assertEqual(self.service.client.discovery().status, 401)

    def test_row_23_issuers(self) -> None:
        for issuer in ("https://evil.example", ISSUER + "/", ISSUER.upper(), f" {ISSUER}", ISSUER + "\0", "EHR", "../x",
                       OTHER_ISSUER, [ISSUER], PUBLIC_URL):
            with self.subTest(issuer):
                self.assert_not_accepted(self.good(issuer=issuer))
        self.assert_not_accepted(self.good(self.other))  # known, but not as this one
        self.assert_not_accepted(token(self.other, claims(ISSUER, CALL_URL), header(self.ec)))
        self.assert_accepted(self.good(self.other, OTHER_ISSUER))


def with_spare_bits(part: str) -> str:
    """The same bytes in other letters: the last one has bits that no byte uses."""
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    if len(part) % 4 == 0:
        raise ValueError("no bits to spare")
    return part[:-1] + alphabet[alphabet.index(part[-1]) + 1]


if __name__ == "__main__":
    unittest.main()
