"""What long runs share: the service, a call with cards, and clients that keep their connections."""

import json
import sys
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "blackbox"))

from service import SERVICE_ID, Service, patient  # noqa: E402, F401

from hook_request import Mode, hook_request  # noqa: E402

CALL = f"/cds-services/{SERVICE_ID}"
JSON_TYPE = {"Content-Type": "application/json"}


def call_body(service: Service) -> str:
    """A call with all prefetched, which is answered with cards."""
    return json.dumps(hook_request(service.order_sign(), patient("V03"), mode=Mode.FULL))


def post(connection: HTTPConnection, path: str, body: str) -> tuple[HTTPResponse, bytes]:
    connection.request("POST", path, body, JSON_TYPE)
    response = connection.getresponse()
    return response, response.read()
