"""Who may have which access token: SMART App Launch for public clients, as strict as the standards let a server be.

Authorization code with PKCE (RFC 7636) and state, for one registered client. The user always agrees, unless `denies`.
What is wrong is refused, and counted in `refusals` by a name of its own, so that a test sees why.
"""

import base64
import hashlib
import json
import re
import secrets
from collections import Counter
from dataclasses import dataclass, field
from urllib.parse import urlencode

from fhir_search_parameters import Json

_READING = re.compile(r"(patient|user)/(\*|[A-Z][A-Za-z]+)\.(read|rs|r|s)")
_LAUNCH = {"launch", "launch/patient"}
_OPENID = {"openid", "fhirUser"}
_S256 = re.compile(r"[A-Za-z0-9_-]{43}")  # base64url of 32 bytes
_VERIFIER = re.compile(r"[A-Za-z0-9._~-]{43,128}")
_SECONDS = 300


class Refused(Exception):
    """error: of OAuth 2.0; reason: ours, as it is counted."""

    def __init__(self, error: str, reason: str):
        super().__init__(f"{error}: {reason}")
        self.error = error
        self.reason = reason


@dataclass(frozen=True)
class Grant:
    """What the user agreed to, and by which proof the code for it is exchanged."""

    patient: str
    scope: str
    challenge: str
    redirect_uri: str


@dataclass
class Authorization:
    fhir_base: str
    client_id: str
    redirect_uri: str
    patient: str                    # whom the user chooses in a standalone launch
    user: str | None = "Practitioner/oncologist-1"  # nothing: the server has no OpenID, and refuses its scopes
    denies: bool = False
    refusals: Counter[str] = field(default_factory=Counter)
    _launches: dict[str, str] = field(default_factory=dict)  # value -> patient
    _codes: dict[str, Grant] = field(default_factory=dict)
    _tokens: set[str] = field(default_factory=set)

    def launch_for(self, patient: str) -> str:
        """The value with which an EHR launches the app in the chart of a patient; good once."""
        launch = secrets.token_urlsafe(16)
        self._launches[launch] = patient
        return launch

    def authorize(self, query: dict[str, str]) -> str:
        """The address to which the browser is sent back. A client that is not ours is never sent anywhere."""
        if query.get("client_id") != self.client_id:
            raise self._refusal("invalid_client", "client")
        if query.get("redirect_uri") != self.redirect_uri:
            raise self._refusal("invalid_request", "redirect-uri")
        back = {"state": query["state"]} if query.get("state") else {}
        try:
            code = "+%2B/ &=" + secrets.token_urlsafe(16)  # what a code may hold (RFC 6749, A.11), if it is encoded
            self._codes[code] = self._grant(query)
            return f"{self.redirect_uri}?{urlencode({'code': code} | back)}"
        except Refused as refused:
            return f"{self.redirect_uri}?{urlencode({'error': refused.error} | back)}"

    def token(self, form: dict[str, str], credentials: str | None = None) -> Json:
        """The token response for a code. credentials: an Authorization header, which a public client has none for."""
        if credentials or "client_secret" in form:
            raise self._refusal("invalid_client", "secret")
        if form.get("grant_type") != "authorization_code":
            raise self._refusal("unsupported_grant_type", "grant-type")
        if form.get("client_id") != self.client_id:
            raise self._refusal("invalid_client", "token-client")
        grant = self._codes.pop(form.get("code", ""), None)  # gone whatever comes next: a code is good once
        if grant is None:
            raise self._refusal("invalid_grant", "code")
        if form.get("redirect_uri") != grant.redirect_uri:
            raise self._refusal("invalid_grant", "token-redirect-uri")
        if not _fits(form.get("code_verifier", ""), grant.challenge):
            raise self._refusal("invalid_grant", "verifier")
        return self._token_response(grant)

    def admits(self, header: str | None) -> bool:
        """Whether an Authorization header has a token that was given out."""
        scheme, _, token = (header or "").partition(" ")
        if scheme == "Bearer" and token in self._tokens:
            return True
        self.refusals["access-token"] += 1
        return False

    def _grant(self, query: dict[str, str]) -> Grant:
        if query.get("response_type") != "code":
            raise self._refusal("unsupported_response_type", "response-type")
        if not query.get("state"):
            raise self._refusal("invalid_request", "state")
        if query.get("aud") != self.fhir_base:
            raise self._refusal("invalid_request", "aud")
        if query.get("code_challenge_method") != "S256" or not _S256.fullmatch(query.get("code_challenge", "")):
            raise self._refusal("invalid_request", "code-challenge")
        scopes = query.get("scope", "").split()
        words = _LAUNCH | _OPENID if self.user else _LAUNCH
        if not scopes or not all(scope in words or _READING.fullmatch(scope) for scope in scopes):
            raise self._refusal("invalid_scope", "scope")
        patient = self._patient(query.get("launch"), scopes)
        if self.denies:
            raise self._refusal("access_denied", "denied")
        return Grant(patient, " ".join(scopes), query["code_challenge"], query["redirect_uri"])

    def _patient(self, launch: str | None, scopes: list[str]) -> str:
        if launch is None:
            if "launch/patient" not in scopes or "launch" in scopes:
                raise self._refusal("invalid_scope", "standalone-scope")
            return self.patient
        if launch not in self._launches:
            raise self._refusal("invalid_request", "launch")
        if "launch" not in scopes:
            raise self._refusal("invalid_scope", "launch-scope")
        return self._launches.pop(launch)

    def _token_response(self, grant: Grant) -> Json:
        token = secrets.token_urlsafe(24)
        self._tokens.add(token)
        response = {"access_token": token, "token_type": "Bearer", "expires_in": _SECONDS,
                    "scope": grant.scope, "patient": grant.patient, "need_patient_banner": True}
        scopes = grant.scope.split()
        if "openid" in scopes:
            response["id_token"] = self._id_token("fhirUser" in scopes)
        return response

    def _id_token(self, says_user: bool) -> str:
        """Signed by nobody: what comes from the token endpoint itself needs no check."""
        claims = {"iss": self.fhir_base, "aud": self.client_id}
        if says_user:
            claims["fhirUser"] = f"{self.fhir_base}/{self.user}"
        return ".".join(_base64url(json.dumps(part).encode()) for part in ({"alg": "none"}, claims)) + "."

    def _refusal(self, error: str, reason: str) -> Refused:
        self.refusals[reason] += 1
        return Refused(error, reason)


def _fits(verifier: str, challenge: str) -> bool:
    return bool(_VERIFIER.fullmatch(verifier)) and _base64url(hashlib.sha256(verifier.encode()).digest()) == challenge


def _base64url(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()
