"""Scans the service's TLS port with testssl.sh (Debian's package) and prints what is worse than LOW.

    python3 tests/attacks/tls_scan.py

Takes some minutes. The exit status is 0 if there is nothing. Its certificate is made here, as a site would have one.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from launched import LaunchedService  # first: it makes the test tools importable
from secured_service import ClientsFile
from tokens import Key

HARMLESS = {"OK", "INFO", "LOW", "DEBUG"}
ABOUT_THE_SCANNER = {"engine_problem"}  # what its own OpenSSL cannot do
EXTENSIONS = """[authority]
basicConstraints=critical,CA:true
keyUsage=critical,keyCertSign,cRLSign
[server]
basicConstraints=critical,CA:false
keyUsage=critical,digitalSignature
extendedKeyUsage=serverAuth
subjectAltName=DNS:localhost
crlDistributionPoints=URI:http://crl.example.org/authority.crl
authorityInfoAccess=OCSP;URI:http://ocsp.example.org
[req]
distinguished_name=name
[name]
"""


def openssl(folder: Path, *arguments: str) -> None:
    subprocess.run(["openssl", *arguments], cwd=folder, check=True, capture_output=True)


def make_certificates(folder: Path) -> None:
    """authority.pem, and server.pem with server.key, which it has signed."""
    (folder / "extensions").write_text(EXTENSIONS, encoding="utf-8")
    new = ("req", "-config", "extensions", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes")
    openssl(folder, *new, "-x509", "-keyout", "authority.key", "-out", "authority.pem", "-days", "2",
            "-subj", "/CN=Authority of a test", "-extensions", "authority")
    openssl(folder, *new, "-keyout", "server.key", "-out", "server.csr", "-subj", "/CN=localhost")
    openssl(folder, "x509", "-req", "-in", "server.csr", "-CA", "authority.pem", "-CAkey", "authority.key",
            "-CAcreateserial", "-extfile", "extensions", "-extensions", "server", "-days", "90", "-out", "server.pem")
    (folder / "server.key").chmod(0o600)


def scan(folder: Path, port: int) -> list[dict[str, str]]:
    """What testssl.sh has to say."""
    found = folder / "found.json"
    subprocess.run(["testssl", "--quiet", "--color", "0", "--warnings", "off", "--add-ca", str(folder / "authority.pem"),
                    "--jsonfile", str(found), f"localhost:{port}"], check=False)
    return json.loads(found.read_text(encoding="utf-8"))


def main() -> int:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        make_certificates(folder)
        clients = ClientsFile()
        clients.add("https://ehr.example.org", Key())
        service = LaunchedService(*clients.options(), "--tls-cert", str(folder / "server.pem"), "--tls-key",
                                  str(folder / "server.key"))
        try:
            findings = scan(folder, service.port)
        finally:
            service.stop()
            clients.close()
    worse = [finding for finding in findings
             if finding["severity"] not in HARMLESS and finding["id"] not in ABOUT_THE_SCANNER]
    for finding in worse:
        print(f"{finding['severity']} {finding['id']}: {finding['finding']}")
    print(f"{len(findings)} findings, {len(worse)} worse than LOW")
    return 1 if worse or not findings else 0


if __name__ == "__main__":
    sys.exit(main())
