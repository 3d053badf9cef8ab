"""Keys and the tokens of CDS clients: JSON Web Signatures (RFC 7515), good ones and forged ones."""

import base64
import hashlib
import hmac
import itertools
import json
import time
import uuid
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

Json = dict[str, Any]

P384_BYTES = 48
P384_ORDER = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFC7634D81F4372DDF581A0DB248B0A77AECEC196ACCC52973
LIFETIME = 120  # seconds
_SHA = {"256": (hashes.SHA256, hashlib.sha256), "384": (hashes.SHA384, hashlib.sha384),
        "512": (hashes.SHA512, hashlib.sha512)}
_CURVES = {"P-256": (ec.SECP256R1, 32), "P-384": (ec.SECP384R1, P384_BYTES)}
_numbers = itertools.count(1)


def base64url(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def from_base64url(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def unsigned(number: int, length: int | None = None) -> str:
    return base64url(number.to_bytes(length or (number.bit_length() + 7) // 8, "big"))


class Key:
    """A private key and how others know it. kind: P-384, P-256 or RSA."""

    def __init__(self, kind: str = "P-384", kid: str | None = None):
        self.kind = kind
        self.kid = kid or f"key-{next(_numbers)}"
        self.algorithm = {"P-384": "ES384", "P-256": "ES256", "RSA": "RS384"}[kind]
        self._private = (rsa.generate_private_key(65537, 2048) if kind == "RSA"
                         else ec.generate_private_key(_CURVES[kind][0]()))

    def jwk(self, **more: Any) -> Json:
        """The public key as a JSON Web Key; `more` adds members or replaces them, None removes."""
        numbers = self._private.public_key().public_numbers()
        if self.kind == "RSA":
            known: Json = {"kty": "RSA", "n": unsigned(numbers.n), "e": unsigned(numbers.e)}
        else:
            size = _CURVES[self.kind][1]
            known = {"kty": "EC", "crv": self.kind, "x": unsigned(numbers.x, size), "y": unsigned(numbers.y, size)}
        jwk = known | {"kid": self.kid, "use": "sig", "alg": self.algorithm} | more
        return {name: value for name, value in jwk.items() if value is not None}

    def public_pem(self) -> bytes:
        return self._private.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)

    def sign(self, algorithm: str, content: bytes) -> bytes:
        """As JWS demands it, for what this kind of key can sign; HS... with the public key as the secret."""
        sha, plain_sha = _SHA[algorithm[2:]]
        if algorithm.startswith("HS"):
            return hmac.new(self.public_pem(), content, plain_sha).digest()
        if algorithm.startswith("ES"):
            r, s = self.sign_numbers(content, sha())
            size = _CURVES[self.kind][1]
            return r.to_bytes(size, "big") + s.to_bytes(size, "big")
        scheme = (padding.PSS(padding.MGF1(sha()), sha().digest_size) if algorithm.startswith("PS")
                  else padding.PKCS1v15())
        return self._private.sign(content, scheme, sha())

    def sign_numbers(self, content: bytes, sha: hashes.HashAlgorithm) -> tuple[int, int]:
        return decode_dss_signature(self.sign_der(content, sha))

    def sign_der(self, content: bytes, sha: hashes.HashAlgorithm) -> bytes:
        return self._private.sign(content, ec.ECDSA(sha))


def jwk_set(*keys: Key | Json) -> Json:
    return {"keys": [key.jwk() if isinstance(key, Key) else key for key in keys]}


def claims(issuer: str, audience: Any, **changes: Any) -> Json:
    """Of a good token; `changes` adds claims or replaces them, None removes."""
    now = int(time.time())
    good = {"iss": issuer, "aud": audience, "exp": now + LIFETIME, "iat": now, "jti": str(uuid.uuid4())}
    return {name: value for name, value in (good | changes).items() if value is not None}


def header(key: Key, **changes: Any) -> Json:
    good = {"alg": key.algorithm, "kid": key.kid, "typ": "JWT"}
    return {name: value for name, value in (good | changes).items() if value is not None}


def encode(part: Json | str | bytes) -> str:
    """A segment of a token."""
    text = json.dumps(part) if isinstance(part, dict) else part
    return base64url(text.encode() if isinstance(text, str) else text)


def signing_input(head: Json | str, body: Json | str) -> str:
    return f"{encode(head)}.{encode(body)}"


def token(key: Key, body: Json | str, head: Json | str | None = None, algorithm: str | None = None) -> str:
    """Signed by this key, whatever the header says. algorithm: how, if not as this kind of key does."""
    text = signing_input(header(key) if head is None else head, body)
    return f"{text}.{base64url(key.sign(algorithm or key.algorithm, text.encode()))}"
