#!/usr/bin/env python3
"""Puts sample patients into a FHIR server, as soon as it answers: load_patients.py BASE_URL FOLDER.

The files are described in tests/patients/README.md. To put them twice changes nothing.
"""

import json
import sys
import time
import urllib.request
from pathlib import Path
from typing import Any

SECONDS_TO_START = 600  # a FHIR server sets up its database first
SECONDS_TO_ANSWER = 120


def main() -> int:
    if len(sys.argv) != 3:
        print("usage: load_patients.py BASE_URL FOLDER", file=sys.stderr)
        return 2
    base_url, folder = sys.argv[1].rstrip("/"), Path(sys.argv[2])
    files = sorted(folder.glob("*.json"))
    if not files:
        print(f"{folder}: no patients", file=sys.stderr)
        return 1
    wait_for(base_url)
    for file in files:
        ask(base_url, transaction(json.loads(file.read_text(encoding="utf-8"))))
        print(file.stem, flush=True)
    return 0


def transaction(patient: dict[str, Any]) -> dict[str, Any]:
    """All of a record at once, each resource under its own id."""
    resources = [entry["resource"] for entry in patient["record"]["entry"]]
    entries = [{"resource": resource, "request": {"method": "PUT", "url": f"{resource['resourceType']}/{resource['id']}"}}
               for resource in resources]
    return {"resourceType": "Bundle", "type": "transaction", "entry": entries}


def wait_for(base_url: str) -> None:
    """Until it tells what it can do."""
    give_up = time.monotonic() + SECONDS_TO_START
    while True:
        try:
            ask(f"{base_url}/metadata")
            return
        except OSError:
            if time.monotonic() > give_up:
                raise
            time.sleep(1)


def ask(url: str, body: dict[str, Any] | None = None) -> None:
    """GET, or POST with a body; raises OSError unless it succeeds."""
    content = None if body is None else json.dumps(body).encode()
    headers = {"Accept": "application/fhir+json", "Content-Type": "application/fhir+json"}
    request = urllib.request.Request(url, content, headers)
    with urllib.request.urlopen(request, timeout=SECONDS_TO_ANSWER) as response:
        response.read()


if __name__ == "__main__":
    sys.exit(main())
