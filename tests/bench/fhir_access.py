"""A call whose data must all be fetched, beside the slowest search of the FHIR server."""

import subprocess

from servers import PROGRAMS, ROOT

SIZES = ()
PATIENT = "tests/patients/V03-osteoporosis-femoral-neck.json"


def main() -> None:
    done = subprocess.run([str(PROGRAMS / "fhir_access_bench"), "rules/guideline", PATIENT], cwd=ROOT,
                          stdout=subprocess.PIPE, text=True, check=True)
    print("## A call whose data must all be fetched, from a FHIR server that answers each search after 20 ms\n")
    print(done.stdout)
