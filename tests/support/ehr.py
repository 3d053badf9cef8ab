#!/usr/bin/env python3
"""A small EHR: patient records, a FHIR server over them, and CDS Hooks calls as an EHR makes them.

    ehr.py fire --base http://127.0.0.1:8080 PATIENT.json            calls the order-sign services
    ehr.py fire --base http://127.0.0.1:8080 --hook patient-view PATIENT.json
    ehr.py fire --base http://127.0.0.1:8080 --mode fhir PATIENT.json
    ehr.py request --base http://127.0.0.1:8080 PATIENT.json         prints the call as JSON
    ehr.py request --base https://cds.example.org --bearer TOKEN PATIENT.json
    ehr.py serve --port 8090 PATIENT.json...                         runs the FHIR server

The format of the patient files is described in tests/patients/README.md.
"""

import argparse
import json
import sys
import textwrap
import time
import uuid
from collections.abc import Iterator
from typing import Any

from cds_client import Answer, CdsClient
from expectations import advice_of, basis_of
from fhir_faults import Fault
from fhir_http import BASE_PATH
from fhir_quirks import Quirk
from fhir_search_parameters import Json
from fhir_server import FhirServer
from hook_request import FhirAccess, Mode, hook_request
from patient_record import PatientRecord

SERVE_PORT = 8090


def main() -> int:
    arguments = _arguments()
    try:
        return arguments.run(arguments)
    except (OSError, ValueError) as error:
        print(f"ehr: {error}", file=sys.stderr)
        return 1


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="A small EHR that calls CDS services.")
    commands = parser.add_subparsers(required=True)

    fire = commands.add_parser("fire", help="call the services of a hook and print the cards")
    fire.set_defaults(run=_fire)
    request = commands.add_parser("request", help="print the call as JSON, make none")
    request.set_defaults(run=_print_request)
    for command in (fire, request):
        command.add_argument("--base", required=True, help="the CDS server, without /cds-services")
        command.add_argument("--hook", default="order-sign",
                             help="order-sign (default), order-select, or patient-view: then the"
                                  " orders of the file are on record as signed")
        command.add_argument("--mode", type=Mode, choices=list(Mode), default=Mode.FULL,
                             help="how the data are provided (default: full prefetch)")
        command.add_argument("--keys", default="",
                             help="prefetch keys, with commas, for --mode missing and error")
        command.add_argument("patient", metavar="PATIENT.json")
    fire.add_argument("--fault", action="append", default=[], metavar="TYPE=FAULT",
                      help="with FHIR access, spoil the answers about a resource type"
                           f" (or * for all): {', '.join(Fault)}")
    request.add_argument("--fhir-server", default=f"http://127.0.0.1:{SERVE_PORT}{BASE_PATH}",
                         help="granted by --mode fhir and paged (default: where serve runs)")
    request.add_argument("--token", help="the access token for it")
    request.add_argument("--bearer", help="the token of the EHR, for discovery outside sandbox mode")

    serve = commands.add_parser("serve", help="run the FHIR server until interrupted")
    serve.add_argument("--port", type=int, default=SERVE_PORT)
    serve.add_argument("--token", help="demand this bearer token")
    serve.add_argument("--latency", type=float, default=0.0, help="seconds before each answer")
    serve.add_argument("--fault", action="append", default=[], metavar="TYPE=FAULT")
    serve.add_argument("--fhir-version", default="4.0.1", help="as told by /metadata")
    serve.add_argument("patients", nargs="+", metavar="PATIENT.json")
    serve.set_defaults(run=_serve)
    for command in (fire, serve):
        command.add_argument("--quirk", action="append", default=[], type=Quirk,
                             choices=list(Quirk), metavar="QUIRK",
                             help=f"what the FHIR server is odd in: {', '.join(Quirk)}")
    return parser.parse_args()


def _fire(arguments: argparse.Namespace) -> int:
    record = PatientRecord.load(arguments.patient).at(arguments.hook)
    client = CdsClient(arguments.base)
    status = 0
    with FhirServer(record.store, access_token=str(uuid.uuid4()),
                    faults=_faults(arguments.fault), quirks=arguments.quirk) as fhir:
        access = FhirAccess(fhir.base_url, fhir.access_token)
        for service in _services(arguments):
            request = _request(arguments, service, record, access)
            answer = client.call(service["id"], request)
            status = status or int(answer.status != 200)
            print(f"{record.title} (patient {record.patient_id}, as of {record.as_of})")
            print(f"{service['id']}: {answer.status} in {answer.seconds * 1000:.0f} ms, "
                  f"{len(request.get('prefetch', {}))} keys prefetched, "
                  f"{len(fhir.log)} FHIR requests")
            for line in _readable(answer):
                print(line)
    return status


def _print_request(arguments: argparse.Namespace) -> int:
    record = PatientRecord.load(arguments.patient).at(arguments.hook)
    access = FhirAccess(arguments.fhir_server, arguments.token)
    for service in _services(arguments):
        request = _request(arguments, service, record, access)
        print(json.dumps(request, indent=2, ensure_ascii=False))
    return 0


def _serve(arguments: argparse.Namespace) -> int:
    records = [PatientRecord.load(path) for path in arguments.patients]
    resources = [resource for record in records for resource in record.resources]
    with FhirServer(resources, port=arguments.port, access_token=arguments.token,
                    latency=arguments.latency, faults=_faults(arguments.fault),
                    quirks=arguments.quirk, fhir_version=arguments.fhir_version,
                    on_request=lambda request: print(request, flush=True)) as server:
        patients = ", ".join(record.patient_id for record in records)
        print(f"{server.base_url} serves {patients}", flush=True)
        try:
            while True:
                time.sleep(3600)
        except KeyboardInterrupt:
            return 0


def _services(arguments: argparse.Namespace) -> list[Json]:
    bearer = getattr(arguments, "bearer", None)
    services = CdsClient(arguments.base, bearer=bearer).services(arguments.hook)
    if not services:
        raise ValueError(f"{arguments.base} has no service for {arguments.hook}")
    return services


def _request(arguments: argparse.Namespace, service: Json, record: PatientRecord,
             access: FhirAccess) -> Json:
    keys = [key for key in arguments.keys.split(",") if key]
    granted = access if arguments.mode in (Mode.FHIR, Mode.PAGED) else None
    return hook_request(service, record, mode=arguments.mode, keys=keys, fhir_access=granted)


def _faults(options: list[str]) -> dict[str, Fault]:
    return {name: Fault(fault) for name, _, fault in (option.partition("=") for option in options)}


def _readable(answer: Answer) -> Iterator[str]:
    """The cards, or the error, as text for a person."""
    body = answer.body
    if not isinstance(body, dict) or "cards" not in body:
        yield textwrap.indent(answer.text.strip() or "(no body)", "  ")
        return
    if not body["cards"]:
        yield "  no cards"
    for card in body["cards"]:
        yield ""
        yield f"  [{card.get('indicator')}] {card.get('summary')}"
        for paragraph in card.get("detail", "").splitlines():
            yield textwrap.fill(paragraph, 96, initial_indent="    ", subsequent_indent="    ")
        for suggestion in card.get("suggestions", []):
            yield f"    suggestion: {suggestion.get('label')}"
            for action in suggestion.get("actions", []):
                target = action.get("resource", {}).get("resourceType", action.get("resourceId"))
                yield f"      {action.get('type')} {target}: {action.get('description')}"
        for link in card.get("links", []):
            yield f"    link: {link.get('label')} <{link.get('url')}>"
        yield f"    source: {card.get('source', {}).get('label')}"
        for name, value in basis_of(card).items():
            text = ", ".join(map(_readable_item, value)) if isinstance(value, list) else value
            yield f"    {name}: {text}"
    yield ""
    yield f"  advice: {', '.join(sorted(advice_of(body))) or 'none'}"


def _readable_item(item: Any) -> str:
    if not isinstance(item, dict):
        return str(item)
    origin = ", ".join(str(item[name]) for name in ("source", "date") if name in item)
    return f"{item.get('name')} = {item.get('value')}" + (f" ({origin})" if origin else "")


if __name__ == "__main__":
    sys.exit(main())
