"""What deploy/compose.yaml says, run by podman: the service of the profile production, with the files of make-site, before
a PostgreSQL that speaks TLS; and that of the sandbox. The images of others would need a registry: PostgreSQL is Debian's,
and the FHIR server is left out.
"""

import os
import shutil
import ssl
import subprocess
import sys
import tempfile
import time
import unittest
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests/support"))

from free_port import free_port  # noqa: E402
from postgres_server import PROGRAMS  # noqa: E402

PODMAN = [ROOT / "tests/deploy/podman", "--log-level", "error"]
HERE = ["--network", "host", "--ulimit", "nofile=1024:16384", "--ulimit", "nproc=4096:4096"]
SECONDS_TO_START = 60
NAME = "bone_health_cds"  # of user and database


def output(*words: object, **options: object) -> str:
    return subprocess.run([str(word) for word in words], check=True, capture_output=True, text=True, **options).stdout


class Database:
    """PostgreSQL as the compose file has it: by password and TLS only."""

    def __init__(self, folder: Path, site: Path):
        self.port, self.folder = free_port(), folder
        shutil.copytree(site, folder / "site")
        for path in (folder, *folder.rglob("*")):
            shutil.chown(path, "postgres", "postgres")
        self.run("initdb", "--pgdata", folder / "data", "--username", NAME, "--auth", "scram-sha-256", "--pwfile",
                 folder / "site/password", "--no-sync")
        settings = {"port": self.port, "listen_addresses": "127.0.0.1", "unix_socket_directories": folder, "ssl": "on",
                    "ssl_cert_file": folder / "site/database.pem", "ssl_key_file": folder / "site/database.key"}
        words = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        self.process = subprocess.Popen(self.as_its_user("postgres", "-D", folder / "data", *words),
                                        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        give_up = time.monotonic() + SECONDS_TO_START
        while subprocess.run([PROGRAMS / "pg_isready", "-q", "-h", folder, "-p", str(self.port)]).returncode != 0:
            if time.monotonic() > give_up:
                raise AssertionError("PostgreSQL does not start")
            time.sleep(0.1)
        self.query(f"CREATE DATABASE {NAME}", "postgres")

    def query(self, text: str, database: str = NAME) -> str:
        password = (self.folder / "site/password").read_text()
        return output(PROGRAMS / "psql", "-XAt", "-h", self.folder, "-p", self.port, "-U", NAME, "-d", database, "-c", text,
                      env=os.environ | {"PGPASSWORD": password}).strip()

    def run(self, *words: object) -> None:
        subprocess.run(self.as_its_user(*words), check=True, stdout=subprocess.DEVNULL)

    def as_its_user(self, program: str, *words: object) -> list[str]:
        user = ["setpriv", "--pdeathsig", "QUIT", "--reuid=postgres", "--regid=postgres", "--clear-groups"]
        return [*user, str(PROGRAMS / program), *map(str, words)]

    def close(self) -> None:
        self.process.terminate()
        self.process.wait(30)


class Compose(unittest.TestCase):

    def setUp(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="bone-health-compose-"))
        self.addCleanup(shutil.rmtree, self.folder)
        shutil.copytree(ROOT / "deploy", self.folder / "deploy", ignore=shutil.ignore_patterns("site"))

    def start(self, service: str, *options: str, command: tuple[str, ...] = ()) -> str:
        """Runs it as the file says, with what differs here; the name of the container."""
        words = output("node", ROOT / "tests/deploy/compose_service.mjs", self.folder / "deploy/compose.yaml", service)
        said, image, rest = words.partition("localhost/bone-health-cds\n")
        container = output(*PODMAN, "run", "--detach", *HERE, *said.split("\n")[:-1], *options, image.strip(),
                           *rest.split("\n")[:-1], *command).strip()
        self.addCleanup(output, *PODMAN, "rm", "--force", "--time", "0", container)
        return container

    def is_healthy(self, container: str) -> bool:
        return subprocess.run([*PODMAN, "healthcheck", "run", container], capture_output=True).returncode == 0

    def wait_until_healthy(self, container: str) -> None:
        give_up = time.monotonic() + SECONDS_TO_START
        while not self.is_healthy(container):
            if time.monotonic() > give_up:
                raise AssertionError(output(*PODMAN, "logs", container, stderr=subprocess.STDOUT))
            time.sleep(0.5)

    def test_production(self) -> None:
        site, port = self.folder / "deploy/compose/site", free_port()
        output(self.folder / "deploy/compose/make-site")
        self.folder.chmod(0o755)
        database = Database(self.folder / "database", site / "database")
        self.addCleanup(database.close)
        container = self.start("service", "--user", f"{os.getuid()}:{os.getgid()}", "--add-host", "database:127.0.0.1",
                               "--env", f"PGPORT={database.port}", "--env", f"BONE_HEALTH_CDS_LISTEN=127.0.0.1:{port}",
                               "--env", "BONE_HEALTH_CDS_ADMIN_LISTEN=none")
        self.wait_until_healthy(container)
        self.assertEqual(self.discover(port, site, "ehr"), 200)
        self.assertEqual(self.discover(port, site, None), 401)
        encrypted = f"SELECT DISTINCT ssl FROM pg_stat_ssl JOIN pg_stat_activity USING (pid) WHERE usename = '{NAME}'" \
                    " AND client_addr IS NOT NULL"
        self.assertEqual(database.query(encrypted), "t")
        self.assertGreater(int(database.query("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")), 0)

    def discover(self, port: int, site: Path, client: str | None) -> int:
        """The status of a call by who shows this certificate."""
        context = ssl.create_default_context(cafile=site / "ca.pem")
        if client:
            context.load_cert_chain(site / f"{client}.pem", site / f"{client}.key")
        try:
            with urllib.request.urlopen(f"https://localhost:{port}/cds-services", context=context, timeout=20) as response:
                return response.status
        except urllib.error.HTTPError as refused:
            return refused.code

    def test_sandbox(self) -> None:
        port = free_port()
        container = self.start("sandbox", "--env", f"BONE_HEALTH_CDS_PORT={port}")
        self.wait_until_healthy(container)
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=20) as page:
            self.assertIn(b"<!doctype html>", page.read().lower())


if __name__ == "__main__":
    unittest.main()
