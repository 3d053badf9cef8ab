"""Tests of the SMART server: an app that does all right gets in, and each single thing done wrong is refused."""

import base64
import hashlib
import http.client
import json
import unittest
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

from example_record import RESOURCES
from fhir_http import BASE_PATH
from smart_server import CLIENT_ID, CONFIGURATION_PATH, SmartServer

APP = "http://127.0.0.1:1"
VERIFIER = "v" * 43
CHALLENGE = base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).rstrip(b"=").decode()


class Answer:
    def __init__(self, response: http.client.HTTPResponse):
        self.status = response.status
        self.headers = dict(response.getheaders())
        self.text = response.read().decode()

    @property
    def sent_back(self) -> dict[str, str]:
        """What the address says to which the browser is sent."""
        return dict(parse_qsl(urlsplit(self.headers["Location"]).query))


class Launching(unittest.TestCase):

    def setUp(self) -> None:
        server = SmartServer(RESOURCES, APP, "p1")
        server.__enter__()
        self.addCleanup(server.__exit__)
        self.server = server

    def send(self, method: str, path: str, body: str | None = None, **headers: str) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=5)
        self.addCleanup(connection.close)
        connection.request(method, path, body, headers)
        return Answer(connection.getresponse())

    def control(self, name: str, order: dict) -> dict:
        return json.loads(self.send("POST", f"/control/{name}", json.dumps(order)).text)

    def query(self, **changes: str | None) -> dict[str, str]:
        right = {"response_type": "code", "client_id": CLIENT_ID, "redirect_uri": f"{APP}/smart/view",
                 "scope": "openid fhirUser launch/patient patient/Observation.read", "state": "s",
                 "aud": self.server.base_url, "code_challenge": CHALLENGE, "code_challenge_method": "S256"}
        return {name: value for name, value in (right | changes).items() if value is not None}

    def authorize(self, **changes: str | None) -> Answer:
        return self.send("GET", f"/authorize?{urlencode(self.query(**changes))}")

    def token(self, headers: dict[str, str] | None = None, **changes: str | None) -> Answer:
        code = changes.get("code") or self.authorize().sent_back["code"]
        right = {"grant_type": "authorization_code", "client_id": CLIENT_ID, "code": code,
                 "redirect_uri": f"{APP}/smart/view", "code_verifier": VERIFIER}
        form = {name: value for name, value in (right | changes).items() if value is not None}
        return self.send("POST", "/token", urlencode(form), **(headers or {}))

    def assert_refused(self, *reasons: str) -> None:
        self.assertEqual(self.control("refusals", {}), dict.fromkeys(reasons, 1))

    def test_standalone_launch(self) -> None:
        configuration = json.loads(self.send("GET", CONFIGURATION_PATH, Origin=APP).text)
        self.assertEqual(configuration["token_endpoint"], f"{self.server.origin}/token")
        answer = json.loads(self.token().text)
        self.assertEqual((answer["patient"], answer["token_type"]), ("p1", "Bearer"))
        claims = json.loads(base64.urlsafe_b64decode(answer["id_token"].split(".")[1] + "=="))
        self.assertEqual(claims["fhirUser"], f"{self.server.base_url}/Practitioner/oncologist-1")
        read = self.send("GET", f"{BASE_PATH}/Patient/p1", Authorization=f"Bearer {answer['access_token']}")
        self.assertEqual(read.status, 200)
        self.assert_refused()

    def test_launch_by_an_ehr_is_good_once(self) -> None:
        launch = self.control("launch", {"patient": "p7"})["launch"]
        scope = "launch patient/*.rs"
        code = self.authorize(launch=launch, scope=scope).sent_back["code"]
        self.assertEqual(json.loads(self.token(code=code).text)["patient"], "p7")
        self.assertEqual(self.authorize(launch=launch, scope=scope).sent_back["error"], "invalid_request")
        self.assert_refused("launch")

    def test_strangers_are_sent_nowhere(self) -> None:
        for changes in ({"client_id": "other"}, {"redirect_uri": f"{APP}/smart/view/"}):
            answer = self.authorize(**changes)
            self.assertEqual((answer.status, answer.headers.get("Location")), (400, None))
        self.assert_refused("client", "redirect-uri")

    def test_what_is_wrong_with_a_request_to_authorize(self) -> None:
        launch = self.control("launch", {"patient": "p1"})["launch"]
        for reason, error, changes in (
                ("response-type", "unsupported_response_type", {"response_type": "token"}),
                ("aud", "invalid_request", {"aud": self.server.base_url + "/"}),
                ("code-challenge", "invalid_request", {"code_challenge": None}),
                ("scope", "invalid_scope", {"scope": "launch/patient patient/*.write"}),
                ("standalone-scope", "invalid_scope", {"scope": "patient/*.read"}),
                ("launch-scope", "invalid_scope", {"launch": launch})):
            with self.subTest(reason):
                self.server.authorization.refusals.clear()
                self.assertEqual(self.authorize(**changes).sent_back, {"error": error, "state": "s"})
                self.assert_refused(reason)

    def test_plain_challenges_and_missing_states(self) -> None:
        self.assertEqual(self.authorize(code_challenge_method="plain").sent_back["error"], "invalid_request")
        self.assertEqual(self.authorize(state=None).sent_back, {"error": "invalid_request"})
        self.assert_refused("code-challenge", "state")

    def test_a_user_who_does_not_agree(self) -> None:
        self.control("user", {"patient": "p1", "denies": True, "is": "Practitioner/1"})
        self.assertEqual(self.authorize().sent_back, {"error": "access_denied", "state": "s"})
        self.control("user", {"patient": "p2", "denies": False, "is": "Practitioner/1"})
        self.assertEqual(json.loads(self.token().text)["patient"], "p2")

    def test_without_openid_it_does_not_know_the_scopes_of_it(self) -> None:
        self.control("user", {"patient": "p1", "denies": False, "is": None})
        self.assertNotIn("openid", self.send("GET", CONFIGURATION_PATH).text)
        self.assertEqual(self.authorize().sent_back["error"], "invalid_scope")
        code = self.authorize(scope="launch/patient patient/*.read").sent_back["code"]
        self.assertNotIn("id_token", json.loads(self.token(code=code).text))
        self.assert_refused("scope")

    def test_what_is_wrong_with_a_request_for_a_token(self) -> None:
        for reason, changes in (("grant-type", {"grant_type": "password"}), ("token-client", {"client_id": "other"}),
                                ("code", {"code": "guessed"}), ("token-redirect-uri", {"redirect_uri": APP}),
                                ("verifier", {"code_verifier": "w" * 43}), ("secret", {"client_secret": "x"})):
            with self.subTest(reason):
                self.server.authorization.refusals.clear()
                answer = self.token(**changes)
                self.assertEqual(answer.status, 400)
                self.assertNotIn("access_token", answer.text)
                self.assert_refused(reason)
        self.assertEqual(self.token({"Authorization": "Basic eDp4"}).status, 400)

    def test_a_code_is_good_once_even_after_a_wrong_verifier(self) -> None:
        code = self.authorize().sent_back["code"]
        self.assertEqual(self.token(code=code, code_verifier="short").status, 400)
        self.assertEqual(self.token(code=code).status, 400)
        self.assert_refused("verifier", "code")

    def test_fhir_needs_a_token_that_was_given_out(self) -> None:
        for headers in ({}, {"Authorization": "Bearer guessed"}, {"Authorization": "Basic guessed"}):
            self.assertEqual(self.send("GET", f"{BASE_PATH}/Patient/p1", **headers).status, 401)
        self.assertEqual(self.control("refusals", {}), {"access-token": 3})

    def test_only_pages_of_the_app_read_answers(self) -> None:
        for path in (CONFIGURATION_PATH, f"{BASE_PATH}/Patient/p1"):
            for method in ("GET", "OPTIONS"):
                allowed = self.send(method, path, Origin=APP).headers
                self.assertEqual(allowed["Access-Control-Allow-Origin"], APP)
                self.assertIn("authorization", allowed["Access-Control-Allow-Headers"])
                self.assertNotIn("Access-Control-Allow-Origin",
                                 self.send(method, path, Origin="http://elsewhere.example").headers)

    def test_faults_are_set_while_it_runs(self) -> None:
        token = json.loads(self.token().text)["access_token"]
        self.control("faults", {"Patient": "500"})
        self.assertEqual(self.send("GET", f"{BASE_PATH}/Patient/p1", Authorization=f"Bearer {token}").status, 500)
        self.assertEqual(self.send("POST", "/control/other", "{}").status, 400)

    def test_the_code_is_in_the_address_and_the_token_is_not(self) -> None:
        sent_back = parse_qs(urlsplit(self.authorize().headers["Location"]).query)
        self.assertEqual(set(sent_back), {"code", "state"})
        self.assertEqual(self.token().headers["Cache-Control"], "no-store")


if __name__ == "__main__":
    unittest.main()
