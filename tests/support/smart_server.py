#!/usr/bin/env python3
"""A FHIR server that apps get into by SMART App Launch, with its authorization server.

    smart_server.py --app http://127.0.0.1:8080 PATIENT.json...

It prints its FHIR base URL, and serves until it is stopped.

The orders of the files are on record as signed. Tests steer it by what is posted, as JSON, below /control:

    /control/launch   {"patient": "v03"}           {"launch": "..."}: the EHR launches the app in her chart
    /control/user     {"patient": "v03", "denies": false, "is": "Patient/v03"}   whom the user chooses if no EHR does;
                                                   whether she agrees; who she is, null: the server has no OpenID
    /control/faults   {"Observation": "500"}       how the FHIR server fails (fhir_faults.py)
    /control/refusals {}                           {"verifier": 1}: what was refused, how often
"""

import argparse
import json
import sys
import time
from collections.abc import Iterable
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from fhir_faults import Fault
from fhir_http import BASE_PATH, Handler
from fhir_search_parameters import Json
from fhir_server import FhirServer
from patient_record import PatientRecord
from smart_authorization import Authorization, Refused

CLIENT_ID = "bone-health-cds"
REDIRECT_PATH = "/smart/view"
CONFIGURATION_PATH = f"{BASE_PATH}/.well-known/smart-configuration"


class SmartServer(FhirServer):
    """app: the origin of the one registered app; no other page may read what is answered."""

    def __init__(self, resources: Iterable[Json], app: str, patient: str, **options: Any):
        super().__init__(resources, **options)
        self._http.RequestHandlerClass = SmartHandler
        self.app = app
        self.authorization = Authorization(self.base_url, CLIENT_ID, app + REDIRECT_PATH, patient)

    @property
    def origin(self) -> str:
        return self.base_url.removesuffix(BASE_PATH)

    def configuration(self) -> Json:
        openid = ["sso-openid-connect"] if self.authorization.user else []
        return {"issuer": self.origin, "authorization_endpoint": f"{self.origin}/authorize",
                "token_endpoint": f"{self.origin}/token", "grant_types_supported": ["authorization_code"],
                "code_challenge_methods_supported": ["S256"], "token_endpoint_auth_methods_supported": ["none"],
                "capabilities": ["launch-ehr", "launch-standalone", "client-public", "context-ehr-patient",
                                 "context-standalone-patient", "permission-patient", *openid]}

    def control(self, path: str, order: Json) -> Json:
        if path == "/control/launch":
            return {"launch": self.authorization.launch_for(order["patient"])}
        if path == "/control/user":
            self.authorization.patient = order["patient"]
            self.authorization.denies = order["denies"]
            self.authorization.user = order["is"]
        elif path == "/control/faults":
            self.faults = {name: Fault(fault) for name, fault in order.items()}
        elif path == "/control/refusals":
            return dict(self.authorization.refusals)
        else:
            raise KeyError(path)
        return {}


class SmartHandler(Handler):

    @property
    def smart(self) -> SmartServer:
        assert isinstance(self.fhir, SmartServer)
        return self.fhir

    def do_OPTIONS(self) -> None:
        """A preflight. The headers that allow something are those of every answer."""
        self.send_bytes(200, b"")

    def end_headers(self) -> None:
        if self.headers.get("Origin") == self.smart.app:
            self.send_header("Access-Control-Allow-Origin", self.smart.app)
            self.send_header("Access-Control-Allow-Headers", "authorization, accept, content-type")
        self.send_header("Vary", "Origin")
        super().end_headers()

    def _answer(self, body: str) -> None:
        address = urlsplit(self.path)
        if self.command == "GET" and address.path == CONFIGURATION_PATH:
            return self.send_json(200, self.smart.configuration())
        if self.command == "GET" and address.path == "/authorize":
            return self._authorize(dict(parse_qsl(address.query)))
        if self.command == "POST" and address.path == "/token":
            return self._token(dict(parse_qsl(body)))
        if self.command == "POST" and address.path.startswith("/control/"):
            return self._control(address.path, body)
        super()._answer(body)

    def _is_authorized(self) -> bool:
        return self.smart.authorization.admits(self.headers.get("Authorization"))

    def _authorize(self, query: dict[str, str]) -> None:
        try:
            self.send_bytes(302, b"", headers={"Location": self.smart.authorization.authorize(query)})
        except Refused as refused:
            self.send_bytes(400, str(refused).encode(), "text/plain")

    def _token(self, form: dict[str, str]) -> None:
        no_store = {"Cache-Control": "no-store", "Pragma": "no-cache"}
        try:
            answer = self.smart.authorization.token(form, self.headers.get("Authorization"))
            self.send_bytes(200, json.dumps(answer).encode(), "application/json", no_store)
        except Refused as refused:
            self.send_bytes(400, json.dumps({"error": refused.error}).encode(), "application/json", no_store)

    def _control(self, path: str, body: str) -> None:
        try:
            self.send_json(200, self.smart.control(path, json.loads(body)))
        except (KeyError, ValueError) as error:
            self.send_json(400, {"error": str(error)})


def main() -> int:
    parser = argparse.ArgumentParser(description="A FHIR server with SMART App Launch.")
    parser.add_argument("--app", required=True, help="the origin of the app; it is sent back to " + REDIRECT_PATH)
    parser.add_argument("--port", type=int, default=0, help="default: a free one")
    parser.add_argument("patients", nargs="+", metavar="PATIENT.json")
    arguments = parser.parse_args()
    records = [PatientRecord.load(path).once_signed() for path in arguments.patients]
    resources = [resource for record in records for resource in record.resources]
    with SmartServer(resources, arguments.app, records[0].patient_id, port=arguments.port) as server:
        print(server.base_url, flush=True)
        try:
            while True:
                time.sleep(3600)
        except KeyboardInterrupt:
            return 0


if __name__ == "__main__":
    sys.exit(main())
