#!/usr/bin/env python3
"""Inputs for the fuzz targets to begin with: what other tests have as files, in the form that each target takes.

    seeds.py FOLDER

Writes FOLDER/TARGET/... anew for every target.
"""

import base64
import gzip
import json
import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

TESTS = Path(__file__).resolve().parents[1]
GUIDELINE = TESTS.parent / "rules/guideline"
RECORD_SEPARATOR = "\x1e"  # between the parts of one input (RFC 7464)
# Prefetch keys by the resources that they answer with.
KEYS = {"Patient": ["patient"], "Condition": ["conditions"], "MedicationRequest": ["medications"],
        "Observation": ["boneDensity", "labs", "observations"], "DiagnosticReport": ["dxaReports"],
        "DocumentReference": ["dxaDocuments"], "ServiceRequest": ["serviceRequests"], "Appointment": ["appointments"],
        "MedicationStatement": ["medicationStatements"], "MedicationAdministration": ["medicationAdministrations"],
        "Procedure": ["procedures"], "Encounter": ["encounters"], "AllergyIntolerance": ["allergies"],
        "FamilyMemberHistory": ["familyHistory"], "RiskAssessment": ["riskAssessments"]}
DATES = ["2026", "2026-03", "2026-03-10", "2024-02-29", "2026-03-10T23:59:60Z", "2026-03-10T08:00:00.123+14:00",
         "2026-03-10T08:00-05:00", "0001-01-01", "9999-12-31", "2026-01-31", '{"start":"2026-03"}',
         '{"event":["2026-03-10"]}', '{"repeat":{"boundsPeriod":{"end":"2026"}}}']

Json = dict[str, Any]


def named(parts: dict[str, str]) -> str:
    return RECORD_SEPARATOR.join(f"{name}\n{text}" for name, text in parts.items())


def patients() -> Iterator[tuple[str, Json, dict[str, Json]]]:
    """Name, draft orders and answers by key of each golden patient, whose id becomes "p"."""
    for file in sorted((TESTS / "patients").glob("V*.json")):
        patient = json.loads(file.read_text(encoding="utf-8"))
        text = json.dumps([patient["draftOrders"], patient["record"]], separators=(",", ":"))
        name = re.escape(patient["patientId"])
        orders, record = json.loads(re.sub(rf'("|Patient/){name}"', r'\1p"', text))
        yield file.stem, orders, answers_of([entry["resource"] for entry in record["entry"]])


def answers_of(resources: list[Json]) -> dict[str, Json]:
    answers: dict[str, Json] = {}
    for kind, keys in KEYS.items():
        entries = [{"resource": resource} for resource in resources if resource["resourceType"] == kind]
        for key in keys:
            answers[key] = {"resourceType": "Bundle", "type": "searchset", "total": len(entries), "entry": entries}
    answers["patient"] = answers["patient"]["entry"][0]["resource"]
    return answers


def compact(value: Any) -> str:
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)


def of_json() -> Iterator[str]:
    yield from ('{"a":[1,-0.5e3,true,null,"\\u00e9\\ud83d\\ude00"],"b":{}}', "[" * 64 + "]" * 64, '"\\ud800"', "1e400")
    yield from (file.read_text(encoding="utf-8") for file in sorted((TESTS / "fixtures/clients").glob("*.json")))


def of_call() -> Iterator[str]:
    yield from (file.read_text(encoding="utf-8") for file in sorted((TESTS / "fixtures/clients").glob("*.json")))
    for _, orders, answers in patients():
        yield compact({"hook": "order-sign", "hookInstance": "1", "prefetch": answers,
                       "context": {"userId": "Practitioner/1", "patientId": "p", "draftOrders": orders}})


def of_feedback() -> Iterator[str]:
    yield from (file.read_text(encoding="utf-8")
                for file in sorted((TESTS / "fixtures/clients").glob("*feedback*.json")))


def of_bundle() -> Iterator[str]:
    for _, orders, answers in patients():
        yield named({"draftOrders": compact(orders)} | {key: compact(answer) for key, answer in answers.items()
                                                         if answer.get("total") != 0})
    entry = {"resource": {"resourceType": "Condition", "id": "c", "subject": {"reference": "Patient/p"}}}
    page = {"resourceType": "Bundle", "type": "searchset", "total": 2, "entry": [entry],
            "link": [{"relation": "next", "url": "http://ehr.example/fhir?page=2"}]}
    outcome = {"resourceType": "OperationOutcome", "issue": [{"severity": "warning", "code": "informational"}]}
    second = compact({"resourceType": "Bundle", "entry": [{"resource": outcome}, entry]})
    yield f"conditions\n{compact(page)}{RECORD_SEPARATOR}conditions\n{second}"


def of_date() -> Iterator[str]:
    for first in DATES:
        yield from (f"{first}\n{second}" for second in DATES)


def of_guideline() -> Iterator[str]:
    yield named({})
    for file in sorted(GUIDELINE.glob("*/*.json")):
        content = json.loads(file.read_text(encoding="utf-8"))
        if file.parent.name == "value-sets":
            continue
        instead = ("profile.json" if file.name == "profile.json" else "scope.json" if "rules" in content
                   else "loss.json" if "criteria" in content else "words.json")
        yield named({instead: compact(content)})


def of_http_session() -> Iterator[str]:
    call = "POST /call HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
    requests = [
        "GET / HTTP/1.1\r\nHost: a\r\n\r\n" * 3, "HEAD / HTTP/1.0\r\nConnection: keep-alive\r\n\r\nGET / HTTP/1.0\r\n\r\n",
        call + "Content-Length: 2\r\n\r\n{}" + call + "Content-Length: 0\r\n\r\n",
        call + "Transfer-Encoding: chunked\r\n\r\n2;x=y\r\n{}\r\n0\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n",
        call + "Transfer-Encoding: chunked\r\n\r\n0\r\nHost: b\r\n\r\n",
        call + "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n",
        call + "Expect: 100-continue\r\nAuthorization: Bearer t\r\nContent-Length: 2\r\n\r\n{}",
        call + "Expect: x\r\nContent-Length: 2\r\n\r\n{}", call + "Content-Length: 700\r\n\r\n" + "x" * 700,
        "OPTIONS /call HTTP/1.1\r\nHost: a\r\nOrigin: https://ehr.example\r\n\r\nPUT /call HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET http://a//?x HTTP/1.1\r\nHost: a\r\nContent_Length: 5\r\n\r\n", "GET / HTTP/1.1\r\n" + "a: b\r\n" * 20 + "\r\n",
        "GET /" + "x" * 1100 + " HTTP/1.1\r\nHost: a\r\n\r\n", call + "Content-Length: 5\r\n\r\n{}"]
    for number, request in enumerate(requests):
        yield from (chr(piece) + chr(setting) + request for piece in (0, 1 + number, 100) for setting in (0, 1, 8))
        yield "\0\2" + request


def of_jwt() -> Iterator[str]:
    claims = {"iss": "https://ehr.example", "aud": "https://cds.example/cds-services", "exp": 1790000300,
              "iat": 1790000000, "jti": "1", "nbf": 1790000000.5, "tenant": "t"}
    for algorithm in ("ES384", "RS384", "ES256", "RS256", "PS384", "none", "HS256"):
        header = {"alg": algorithm, "typ": "JWT", "kid": "a", "jku": "https://ehr.example/jwks.json"}
        yield RECORD_SEPARATOR.join([compact(header), compact(claims), "s" * 96])
    yield RECORD_SEPARATOR.join([compact(header | {"crit": ["b64"]}), compact(claims | {"aud": ["a", "b"]}), ""])
    yield ".".join(base64.urlsafe_b64encode(compact(part).encode()).decode().rstrip("=") for part in (header, claims, 1))


def of_jwk_set() -> Iterator[str]:
    for file in sorted((TESTS / "fixtures/jwt").glob("*.json")):
        yield file.read_text(encoding="utf-8")
        keys = re.findall(r'\{[^{}]*"kty"[^{}]*\}', file.read_text(encoding="utf-8"))
        yield '{"keys":[' + ",".join(keys) + "]}"
    point = {"kty": "EC", "crv": "P-256", "kid": "a", "use": "sig",
             "x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU", "y": "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}
    modulus = base64.urlsafe_b64encode(b"\xc1" + b"\x5a" * 254 + b"\x01").decode().rstrip("=")
    numbers = {"kty": "RSA", "kid": "b", "alg": "RS384", "key_ops": ["verify"], "n": modulus, "e": "AQAB"}
    yield compact({"keys": [point, numbers, numbers | {"kid": "a", "d": "AQ"}]})
    yield compact({"keys": [numbers]})
    yield compact({"keys": [point | {"kid": "b", "crv": "P-384"}]})


def of_fhir_response() -> Iterator[bytes]:
    bodies = [compact(answers["boneDensity"]).encode() for _, _, answers in patients()][:6]
    following = {"resourceType": "Bundle", "type": "searchset", "entry": [],
                 "link": [{"relation": "next", "url": "?page=2"}]}
    bodies += [compact(following).encode(), b'{"resourceType":"OperationOutcome"}', b""]
    for body in bodies:
        length = b"Content-Length: %d\r\n\r\n" % len(body)
        plain = b"HTTP/1.1 200 OK\r\nContent-Type: application/fhir+json\r\n" + length + body
        packed = gzip.compress(body, mtime=0)
        yield b"\0" + plain + RECORD_SEPARATOR.encode() + plain
        yield b"\0HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(packed) + packed
        yield b"\7HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n%x\r\n%s\r\n0\r\n\r\n" % (len(body), body)
        yield b"\1HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.0 429 Slow\r\nRetry-After: 1\r\n" + length + body
        yield b"\0HTTP/1.0 200 OK\r\n\r\n" + body


TARGETS = {"json": of_json, "call": of_call, "bundle": of_bundle, "date": of_date, "feedback": of_feedback,
           "guideline": of_guideline, "http_session": of_http_session, "jwt": of_jwt, "jwk_set": of_jwk_set,
           "fhir_response": of_fhir_response}


def main() -> None:
    for target, seeds in TARGETS.items():
        folder = Path(sys.argv[1]) / target
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        for number, seed in enumerate(seeds()):
            (folder / f"{number:03}").write_bytes(seed if isinstance(seed, bytes) else seed.encode())


if __name__ == "__main__":
    main()
