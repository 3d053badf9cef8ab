"""A site with three instances of the service: outside sandbox mode, on one PostgreSQL, behind nginx."""

import atexit
import functools
import json
import os
import shutil
import sys
import tempfile
from contextlib import ExitStack
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

TESTS = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(TESTS / "attacks"), str(TESTS / "blackbox")]

from launched import LaunchedService  # noqa: E402  first: it makes the test tools importable
from service import ROOT, SERVICE_ID, patient  # noqa: E402
from tokens import Key, claims, jwk_set, token  # noqa: E402

from cds_client import Answer, CdsClient  # noqa: E402
from free_port import free_port  # noqa: E402
from hook_request import Mode, hook_request  # noqa: E402
from postgres_server import PostgresServer  # noqa: E402
from replicas_nginx import Nginx  # noqa: E402
from waiting import eventually  # noqa: E402

PUBLIC_URL, ISSUER = "https://cds.example.org", "https://ehr.example.org"
DISCOVERY = "/cds-services"
CALL = f"{DISCOVERY}/{SERVICE_ID}"
FEEDBACK = f"{CALL}/feedback"
REPLICAS = 3
SECONDS = 120  # until what must come true has come true, on a busy machine too


class Instance(LaunchedService):
    """One of them, with its own folder of guideline files, as each pod has its own mount."""

    def __init__(self, guideline: Path, *options: str):
        self.guideline = guideline
        self.admin = free_port()
        super().__init__("--behind-proxy", "--guideline-dir", str(guideline), "--admin-listen",
                         f"127.0.0.1:{self.admin}", *options)

    def kill(self) -> None:
        """Returns when it is gone."""
        self.process.kill()
        self.process.wait()
        self._output.close()

    def wait_for_end(self) -> None:
        """Of an instance that has been told to end."""
        status = self.process.wait(SECONDS)
        output = self.output()
        self._output.close()
        if status != 0:
            raise AssertionError(f"ended with {status}\n{output[-2000:]}")

    def get(self, path: str) -> tuple[int, str]:
        """What the admin port answers; status 0 if it does not."""
        connection = HTTPConnection("127.0.0.1", self.admin, timeout=10)
        try:
            connection.request("GET", path)
            response = connection.getresponse()
            return response.status, response.read().decode()
        except OSError:
            return 0, ""
        finally:
            connection.close()

    def is_ready(self) -> bool:
        return self.get("/readyz")[0] == 200

    def metric(self, name: str) -> float:
        """The sum of all its series; 0 where there are none."""
        lines = (line for line in self.get("/metrics")[1].splitlines() if line.startswith((name + " ", name + "{")))
        return sum(float(line.rpartition(" ")[2]) for line in lines)

    def guideline_is(self, version: str) -> bool:
        return any(line.startswith("cds_guideline_info{") and f'version="{version}"' in line
                   for line in self.get("/metrics")[1].splitlines())


@functools.cache
def postgres_server() -> PostgresServer:
    """One for all sites, of which there is one at a time: to make one takes seconds."""
    server = PostgresServer()
    atexit.register(server.close)
    return server


class Site:
    """Started whole; `close` ends it, and sees that each instance ended well.

    end_notice: the seconds that nginx has to notice that an instance ends.
    """

    def __init__(self, end_notice: int = 0) -> None:
        self._end_notice = end_notice
        with ExitStack() as closing:
            self.folder = Path(closing.enter_context(tempfile.TemporaryDirectory()))
            self.postgres = postgres_server()
            self.postgres.rows("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
            self._key = Key()
            self._write_clients()
            self.instances: list[Instance] = []
            closing.callback(self._stop_instances)
            for _ in range(REPLICAS):
                self.instances.append(self.another_instance(self.guideline_files()))
            self.nginx = Nginx(*self.ports())
            closing.callback(self.nginx.close)
            self.front = CdsClient(f"http://127.0.0.1:{self.nginx.port}", timeout=60)
            services = self.send("GET", DISCOVERY).body["services"]
            self.order_sign = next(service for service in services if service["id"] == SERVICE_ID)
            self._closing = closing.pop_all()

    def close(self) -> None:
        self._closing.close()

    def ports(self) -> list[int]:
        return [instance.port for instance in self.instances]

    def guideline_files(self) -> Path:
        """A folder with those of the tree, to be changed."""
        folder = Path(tempfile.mkdtemp(dir=self.folder)) / "guideline"
        shutil.copytree(ROOT / "rules/guideline", folder)
        return folder

    def another_instance(self, guideline: Path) -> Instance:
        """Ready; not yet behind nginx."""
        instance = Instance(guideline, "--clients", str(self.folder / "clients.json"), "--public-url", PUBLIC_URL,
                            "--store", self.postgres.url, "--pseudonym-key", str(self.folder / "pseudonym.key"),
                            "--end-notice", str(self._end_notice))
        if not eventually(instance.is_ready, SECONDS):
            raise AssertionError(f"not ready: {instance.output()[-2000:]}")
        return instance

    def token(self, path: str = CALL) -> str:
        return token(self._key, claims(ISSUER, PUBLIC_URL + path))

    def send(self, method: str, path: str, body: Any = None, by: CdsClient | None = None,
             bearer: str | None = None) -> Answer:
        """Through nginx, or to one instance; with a new token, or this one."""
        authorization = {"Authorization": f"Bearer {bearer or self.token(path)}"}
        return (by or self.front).send(method, path, body, authorization)

    def call(self, instance: Instance, bearer: str | None = None) -> Answer:
        """Of one instance, not through nginx."""
        return self.send("POST", CALL, self.request(), instance.client, bearer)

    def request(self, name: str = "V03") -> dict[str, Any]:
        """A call with all prefetched, which is answered with cards; always the same one."""
        request = hook_request(self.order_sign, patient(name), mode=Mode.FULL)
        return request | {"hookInstance": "d1577c69-dfbe-44ad-ba6d-3e05e953b2ea"}

    def kept_feedback(self) -> list[str]:
        """Of which cards, one for each row."""
        return [row[0] for row in self.postgres.rows("SELECT card FROM feedback")]

    def _stop_instances(self) -> None:
        with ExitStack() as stopping:  # all of them, even if one did not end well
            for instance in self.instances:
                stopping.callback(instance.stop)

    def _write_clients(self) -> None:
        (self.folder / "pseudonym.key").write_bytes(os.urandom(32))
        (self.folder / "pseudonym.key").chmod(0o600)
        (self.folder / "jwks.json").write_text(json.dumps(jwk_set(self._key)))
        (self.folder / "clients.json").write_text(json.dumps({"clients": [
            {"iss": ISSUER, "jwksFile": "jwks.json", "fhirServers": ["https://ehr.example.org/fhir"]}]}))


def feedback_on(card: str) -> dict[str, Any]:
    """Always the same: an EHR that sends it again tells the same moment."""
    return {"feedback": [{"card": card, "outcome": "accepted", "acceptedSuggestions": [{"id": "s"}],
                          "outcomeTimestamp": "2026-06-15T10:00:00Z"}]}
