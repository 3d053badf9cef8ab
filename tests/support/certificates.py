"""Certificates for tests, made when they are needed: nothing secret lies in the tree, and none runs out."""

import ssl
import subprocess
import tempfile
from pathlib import Path

_KEY = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes")


class CertificateAuthority:
    """Signs certificates for servers; `ca_file` is what their clients must trust."""

    def __init__(self) -> None:
        self._holder = tempfile.TemporaryDirectory()
        self._folder = Path(self._holder.name)
        self.ca_file = self._folder / "ca.pem"
        self._key_file = self._folder / "ca.key"
        _openssl("req", "-x509", *_KEY, "-keyout", self._key_file, "-out", self.ca_file, "-days", "2",
                 "-subj", "/CN=Authority of a test", "-addext", "basicConstraints=critical,CA:TRUE",
                 "-addext", "keyUsage=critical,keyCertSign")

    def close(self) -> None:
        self._holder.cleanup()

    def server_context(self, *names: str, is_expired: bool = False) -> ssl.SSLContext:
        """For a server of these names, each as openssl writes them: DNS:localhost, IP:127.0.0.1."""
        key, request, signed = (self._folder / f"server.{ending}" for ending in ("key", "csr", "pem"))
        _openssl("req", *_KEY, "-keyout", key, "-out", request, "-subj", "/CN=Server of a test",
                 "-addext", f"subjectAltName={','.join(names)}")
        _openssl("x509", "-req", "-in", request, "-CA", self.ca_file, "-CAkey", self._key_file,
                 "-CAcreateserial", "-copy_extensions", "copyall", "-out", signed,
                 "-days", "-1" if is_expired else "1")
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(signed, key)
        return context


def _openssl(*arguments: str | Path) -> None:
    done = subprocess.run(["openssl", *map(str, arguments)], capture_output=True, text=True, check=False)
    if done.returncode:
        raise OSError(f"openssl {arguments[0]}: {done.stderr.strip()}")
