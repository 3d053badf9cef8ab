"""nginx before several instances, as an ingress is: it shares out the calls, and is told where to."""

import os
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from free_port import free_port
from waiting import eventually

SECONDS = 60  # until nginx has done what it was told
# Whoever is left out has to be told to nginx, as endpoints are to an ingress: so max_fails=0, for an instance that
# is away for a moment is not away for the next ten seconds. A POST that was sent is not sent again, which is nginx's default.
CONFIGURATION = """\
daemon off;
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
{user}
events {{ worker_connections 512; }}
http {{
  log_format calls '$msec $request_time $status $upstream_addr';
  access_log {folder}/access.log calls;
  client_body_temp_path {folder}/body;
  proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi;
  scgi_temp_path {folder}/scgi;
  upstream instances {{
    {servers}
    keepalive 16;
  }}
  server {{
    listen 127.0.0.1:{port};
    client_max_body_size 8m;
    location / {{
      proxy_pass http://instances;
      proxy_http_version 1.1;
      proxy_set_header Host $host;
      proxy_set_header Connection "";
    }}
  }}
}}
"""


@dataclass(frozen=True)
class Passed:
    """A call that nginx has passed on. `ports`: of the instances that it was tried at, the last one answered, or nobody."""

    began: float
    status: int
    ports: tuple[int, ...]


class Nginx:
    """Running before the instances on these ports of this machine; `close` ends it."""

    def __init__(self, *ports: int):
        self.port = free_port()
        self._holder = tempfile.TemporaryDirectory(prefix="bone-health-nginx-")
        self._folder = Path(self._holder.name)
        self._write(ports)
        self._process = subprocess.Popen(
            ["/usr/bin/setpriv", "--pdeathsig", "TERM", "/usr/sbin/nginx", "-c", str(self._folder / "nginx.conf")],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        if not eventually(lambda: len(self._workers()) == 1, SECONDS):
            raise AssertionError(f"nginx does not start: {(self._folder / 'error.log').read_text()}")

    def pass_to(self, *ports: int) -> None:
        """From now on these are called, and no others; calls under way are ended first."""
        before = self._workers()
        self._write(ports)
        subprocess.run(["/usr/sbin/nginx", "-c", self._folder / "nginx.conf", "-s", "reload"], check=True,
                       capture_output=True)
        if not eventually(lambda: self._workers() and not before & self._workers(), SECONDS):
            raise AssertionError("nginx does not read its configuration again")

    def passed(self) -> list[Passed]:
        """All calls that have ended so far."""
        return [_passed(line) for line in (self._folder / "access.log").read_text().splitlines()]

    def close(self) -> None:
        self._process.terminate()
        self._process.wait(SECONDS)
        self._holder.cleanup()

    def _write(self, ports: tuple[int, ...]) -> None:
        servers = "\n    ".join(f"server 127.0.0.1:{port} max_fails=0;" for port in ports)
        user = "user root;" if os.geteuid() == 0 else ""  # or its workers could not use the folder
        (self._folder / "nginx.conf").write_text(
            CONFIGURATION.format(folder=self._folder, port=self.port, servers=servers, user=user))

    def _workers(self) -> set[str]:
        process = self._process.pid
        return set(Path(f"/proc/{process}/task/{process}/children").read_text().split())


def _passed(line: str) -> Passed:
    ended, took, status, addresses = line.split(" ", 3)
    ports = tuple(int(address.rpartition(":")[2]) for address in addresses.split(", ") if ":" in address)
    return Passed(float(ended) - float(took), int(status), ports)
