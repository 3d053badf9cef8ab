"""The image as it runs: read-only, without rights, as nobody in particular. SERVICE_PROGRAM is tests/deploy/in_container.

More is asked of it by tests/blackbox (see tests/deploy/run).
"""

import subprocess
import sys
import unittest
from pathlib import Path
from urllib.request import urlopen

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "blackbox"))

from service import ROOT, SERVICE_ID, Service, patient, program  # noqa: E402  makes the tools importable

from fhir_server import FhirServer  # noqa: E402
from free_port import free_port  # noqa: E402
from hook_request import FhirAccess, Mode, hook_request  # noqa: E402


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([program(), *arguments], capture_output=True, text=True, timeout=120, cwd=ROOT, check=False)


class Container(unittest.TestCase):

    def test_it_proves_its_own_guideline_and_tells_its_version(self) -> None:
        self.assertRegex(run("--version").stdout, r"\d+\.\d+\.\d+")
        checked = run("check", "/usr/share/bone-health-cds/guideline")
        self.assertEqual(checked.returncode, 0, checked.stderr)

    def test_its_health_is_what_it_says(self) -> None:
        service = Service()
        self.addCleanup(service.stop)
        self.assertEqual(run("--healthcheck", "serve", "--port", str(service.port)).returncode, 0)
        self.assertEqual(run("--healthcheck", "serve", "--port", str(free_port())).returncode, 1)

    def test_it_knows_its_commit(self) -> None:
        """The image is built without git's folder, and has the commit from its builder."""
        admin = free_port()
        service = Service("aibl-2017", "--admin-listen", f"127.0.0.1:{admin}")
        self.addCleanup(service.stop)
        commit = subprocess.run(["git", "rev-parse", "HEAD"], capture_output=True, text=True, cwd=ROOT, check=True).stdout
        with urlopen(f"http://127.0.0.1:{admin}/metrics", timeout=10) as metrics:
            self.assertIn(f'cds_build_info{{commit="{commit[:12]}"', metrics.read().decode())

    def test_names_are_resolved(self) -> None:
        """By glibc, whose name service loads what the image must have. An address as text would need none of it."""
        record = patient("V03")
        with FhirServer(record.store) as fhir:
            base_url = fhir.base_url.replace("127.0.0.1", "localhost")
            service = Service()
            self.addCleanup(service.stop)
            request = hook_request(service.order_sign(), record, mode=Mode.FHIR, fhir_access=FhirAccess(base_url, None))
            answer = service.client.call(SERVICE_ID, request)
            self.assertEqual(answer.status, 200, answer.text)
            self.assertGreater(len(fhir.log), 3)

    def test_names_that_are_none_are_refused_not_fatal(self) -> None:
        name = "http://no-such-host.invalid/fhir"
        service = Service("aibl-2017", "--fhir-server", name)
        self.addCleanup(service.stop)
        request = hook_request(service.order_sign(), patient("V03"), mode=Mode.FHIR, fhir_access=FhirAccess(name, None))
        self.assertEqual(service.client.call(SERVICE_ID, request).status, 412)
        self.assertEqual(service.client.discovery().status, 200)


if __name__ == "__main__":
    unittest.main()
