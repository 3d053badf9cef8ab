#!/usr/bin/env python3
"""Selects and signs the orders of every patient file at a running CDS server and checks the cards.

    check_patients.py --base http://127.0.0.1:8080 [--guideline aibl-2017] [--hook order-sign]... [--mode full]... DIR

Each patient is tried with all data prefetched (--mode full), and with access to a FHIR server that
this program runs (--mode fhir); both is the default. With --mode paged only the first match of each
search is prefetched. A patient passes if every answer conforms to CDS Hooks, is what the file
expects under the guideline, and is the same in every way: when the orders are selected, and when they
are signed. With --hook patient-view they are on record, and what the file expects is not looked at.
One line is printed for each failure, and `N passed, N failed` last. The exit status is 0 if none failed.
"""

import argparse
import sys
import uuid
from collections.abc import Collection, Iterator
from pathlib import Path

from cds_client import Answer, CdsClient, NoAnswer
from conformance import check_discovery, check_error, check_response
from expectations import advice_of, basis_of, indicator_of, objects_in, unknown_advice, unmet
from fhir_search_parameters import Json
from fhir_server import FhirServer
from hook_request import FhirAccess, Mode, PrefetchError, hook_request
from patient_record import PatientRecord

HOOKS = ("order-sign", "order-select")
DEFAULT_GUIDELINE = "aibl-2017"
MODES = (Mode.FULL, Mode.FHIR)
WITH_ACCESS = (Mode.FHIR, Mode.PAGED)


def check_directory(client: CdsClient, directory: Path, guideline: str, modes: list[Mode],
                    hooks: Collection[str] = HOOKS) -> Iterator[tuple[Path, list[str]]]:
    """Yields each patient file with what is wrong with its cards, after any faulty discovery."""
    violations = check_discovery(client.discovery().body)
    if violations:
        yield Path("discovery"), [str(violation) for violation in violations]
    services = {hook: client.services(hook) for hook in hooks}
    for path in sorted(directory.glob("*.json")):
        problems = [f"no service for {hook}" for hook in hooks if not services[hook]]
        for hook in hooks:
            record = PatientRecord.load(path).at(hook)
            problems += [f"{hook} {problem}" for problem in
                         check_patient(client, services[hook], record, guideline, modes)]
        yield path, problems


def check_patient(client: CdsClient, services: list[Json], record: PatientRecord, guideline: str,
                  modes: list[Mode]) -> Iterator[str]:
    """Yields what is wrong with the cards of one patient."""
    with FhirServer(record.store, access_token=str(uuid.uuid4())) as fhir:
        access = FhirAccess(fhir.base_url, fhir.access_token)
        for service in services:
            seen = {}
            for mode in modes:
                granted = access if mode in WITH_ACCESS else None
                try:
                    request = hook_request(service, record, mode=mode, fhir_access=granted)
                    answer = client.call(service["id"], request)
                except (PrefetchError, NoAnswer) as error:
                    yield f"{mode}: {error}"
                    continue
                for problem in check_answer(answer, request, record, guideline):
                    yield f"{mode}: {problem}"
                if answer.status == 200:
                    seen[mode] = (sorted(advice_of(answer.body)), indicator_of(answer.body))
            for mode in seen:
                if seen[mode] != seen[modes[0]]:
                    yield f"{modes[0]} gives {seen[modes[0]]}, {mode} gives {seen[mode]}"


def check_answer(answer: Answer, request: Json, record: PatientRecord,
                 guideline: str) -> Iterator[str]:
    """Yields what is wrong with one answer: status, conformance, guideline, advice."""
    if answer.status != 200:
        yield f"status {answer.status}: {answer.text[:200]}"
        yield from map(str, check_error(answer.status, answer.body))
        return
    violations = check_response(answer.body, request)
    yield from map(str, violations)
    followed = {str(basis_of(card).get("guideline")) for card in objects_in(answer.body, "cards")}
    if followed - {guideline}:
        yield f"the cards follow {', '.join(sorted(followed))}, not {guideline}"
        return
    for word in sorted(unknown_advice(answer.body)):
        yield f"'{word}' is not an advice word"
    if guideline in record.expect:
        yield from unmet(record.expect[guideline], answer.body)


def report(results: Iterator[tuple[Path, list[str]]]) -> tuple[int, int]:
    """Prints the failures; returns how many patients passed and failed."""
    passed = failed = 0
    for path, problems in results:
        for problem in problems:
            print(f"{path.stem}: {problem}", flush=True)
        passed += not problems
        failed += bool(problems)
    return passed, failed


def main() -> int:
    parser = argparse.ArgumentParser(description="Checks the cards for a directory of patients.")
    parser.add_argument("--base", required=True, help="the CDS server, without /cds-services")
    parser.add_argument("--guideline", default=DEFAULT_GUIDELINE,
                        help="the guideline that the server follows (default: %(default)s)")
    parser.add_argument("--mode", action="append", type=Mode, choices=(*MODES, Mode.PAGED),
                        help="how the data are provided; repeatable (default: full and fhir)")
    parser.add_argument("--hook", action="append", choices=(*HOOKS, "patient-view"),
                        help="which hook fires; repeatable (default: order-sign and order-select)")
    parser.add_argument("directory", type=Path, metavar="DIR")
    arguments = parser.parse_args()
    try:
        passed, failed = report(check_directory(CdsClient(arguments.base), arguments.directory,
                                                arguments.guideline,
                                                arguments.mode or list(MODES),
                                                arguments.hook or HOOKS))
    except (OSError, ValueError) as error:
        print(f"cannot check: {error}")
        passed, failed = 0, 1
    print(f"{passed} passed, {failed} failed")
    return 0 if passed and not failed else 1


if __name__ == "__main__":
    sys.exit(main())
