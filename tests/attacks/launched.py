"""The service as a site starts it: with any options, environment, folder and limits."""

import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "blackbox"))

from service import AS_OF, ROOT, Service, program  # noqa: E402  first: it makes the test tools importable

from cds_client import CdsClient  # noqa: E402, I001
from free_port import free_port  # noqa: E402

Limits = dict[int, tuple[int, int]]  # by resource.RLIMIT_...: soft, hard


def program_path() -> str:
    """Of the built program, wherever it is started."""
    return str((ROOT / program()).resolve())


class LaunchedService(Service):
    """A running service with these options of `serve`; the port is chosen here.

    scheme: by which it is asked whether it listens, and by `client`.
    """

    def __init__(self, *options: str, environment: dict[str, str] | None = None, folder: Path | None = None,
                 limits: Limits | None = None):
        self.port = free_port()
        self.base_url = f"http://127.0.0.1:{self.port}"
        self.client = CdsClient(self.base_url, timeout=60)
        self._output = tempfile.TemporaryFile("w+")
        self._process = subprocess.Popen(
            [program_path(), "serve", "--listen", f"127.0.0.1:{self.port}", *with_quiet_operations(options)], stdout=self._output,
            stderr=subprocess.STDOUT, cwd=folder or ROOT, env=os.environ | (environment or {}),
            preexec_fn=lambda: limit(limits or {}))
        self._wait_until_it_listens()

    @property
    def process(self) -> subprocess.Popen[bytes]:
        return self._process


class LaunchedSandbox(LaunchedService):

    def __init__(self, *options: str, **how: object):
        super().__init__("--sandbox", *(() if "--as-of" in options else ("--as-of", AS_OF)), *options, **how)


def with_quiet_operations(options: tuple[str, ...]) -> list[str]:
    """Whatever is not asked for otherwise: nothing is kept, no port beside the other, and it ends at once."""
    usual = {"--admin-listen": "none", "--store": "sqlite::memory:", "--audit": "none", "--end-notice": "0"}
    return [*options, *(word for name, value in usual.items() if name not in options for word in (name, value))]


def limit(limits: Limits) -> None:
    for which, values in limits.items():
        resource.setrlimit(which, values)
