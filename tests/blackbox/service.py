"""Starts the built service for tests, in sandbox mode on a free port, and stops it with an eye on how it ends.

The program is build/release/bone-health-cds, or what the environment variable SERVICE_PROGRAM names.
"""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TESTS = ROOT / "tests"
sys.path.insert(0, str(TESTS / "support"))

from cds_client import CdsClient  # noqa: E402
from fhir_search_parameters import Json  # noqa: E402
from free_port import free_port  # noqa: E402
from patient_record import PatientRecord  # noqa: E402

PATIENTS = sorted((TESTS / "patients").glob("*.json"))
AS_OF = "2026-06-15"  # the day of signing in all patient files
GUIDELINES = ("aibl-2017", "who-osteoporosis", "asco-2019")
SERVICE_ID = "aromatase-inhibitor-bone-health"
SECONDS_TO_START = 30  # the proof of the guideline under a sanitizer takes some
SECONDS_TO_STOP = 30


def program() -> str:
    return os.environ.get("SERVICE_PROGRAM", str(ROOT / "build/release/bone-health-cds"))


def patient(name: str) -> PatientRecord:
    """The patient file whose name begins so."""
    return PatientRecord.load(next((TESTS / "patients").glob(f"{name}*.json")))


class Service:
    """A running service: use `client`, or `port` for bytes of one's own; `stop` at the end."""

    def __init__(self, guideline: str = GUIDELINES[0], *options: str, as_of: str = AS_OF):
        self.port = free_port()
        self.base_url = f"http://127.0.0.1:{self.port}"
        self.client = CdsClient(self.base_url, timeout=60)
        self._output = tempfile.TemporaryFile("w+")
        self._process = subprocess.Popen(
            [program(), "serve", "--sandbox", "--port", str(self.port), "--as-of", as_of, "--guideline", guideline,
             *options], stdout=self._output, stderr=subprocess.STDOUT, cwd=ROOT)
        self._wait_until_it_listens()

    @property
    def pid(self) -> int:
        return self._process.pid

    def order_sign(self) -> Json:
        """The service as discovery lists it."""
        return self.service_for("order-sign")

    def service_for(self, hook: str) -> Json:
        """The service of a hook, as discovery lists it."""
        return self.client.services(hook)[0]

    def stop(self) -> None:
        """Ends the service; raises if it had ended already, would not end, or complained."""
        was_running = self._process.poll() is None
        self._process.send_signal(signal.SIGTERM)
        try:
            status = self._process.wait(SECONDS_TO_STOP)
        except subprocess.TimeoutExpired:
            self._process.kill()
            status = None
        output = self.output()
        self._output.close()
        if not was_running or status != 0 or "Sanitizer" in output or "runtime error:" in output:
            raise AssertionError(f"the service ended with {status}, running before: {was_running}\n{output[-4000:]}")

    def output(self) -> str:
        """All that the service has written so far, in lines that are complete while it runs."""
        # Not by seek(): the service goes on to write where this file stands, for both share one place in it.
        written = os.pread(self._output.fileno(), os.fstat(self._output.fileno()).st_size, 0).decode(errors="replace")
        return written if self._process.poll() is not None else written[:written.rfind("\n") + 1]

    def _wait_until_it_listens(self) -> None:
        give_up = time.monotonic() + SECONDS_TO_START
        while time.monotonic() < give_up and self._process.poll() is None:
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return
            except OSError:
                time.sleep(0.02)
        self._process.kill()
        raise AssertionError(f"the service does not listen\n{self.output()[-4000:]}")
