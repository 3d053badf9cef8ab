"""deploy/compose/load_patients.py, against a server that starts late and keeps what it is given."""

import json
import subprocess
import sys
import tempfile
import threading
import unittest
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LOADER = ROOT / "deploy/compose/load_patients.py"
PATIENTS = ROOT / "tests/patients"
NOT_YET = 2  # answers of 503 before the server is up


class Server(ThreadingHTTPServer):
    """`resources`: by type and id, as they came."""

    def __init__(self, refuses: bool = False):
        super().__init__(("127.0.0.1", 0), Handler)
        self.refuses, self.asked, self.resources = refuses, 0, {}
        self.base_url = f"http://127.0.0.1:{self.server_port}/fhir"
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def close(self) -> None:
        self.shutdown()
        self.server_close()


class Handler(BaseHTTPRequestHandler):

    def do_GET(self) -> None:
        self.server.asked += 1
        self.answer(200 if self.path == "/fhir/metadata" and self.server.asked > NOT_YET else 503)

    def do_POST(self) -> None:
        bundle = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if self.server.refuses or (self.path, bundle["type"]) != ("/fhir", "transaction"):
            self.answer(422)
            return
        for entry in bundle["entry"]:
            self.server.resources[entry["request"]["url"]] = entry
        self.answer(200)

    def answer(self, status: int) -> None:
        self.send_response(status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


class LoadPatients(unittest.TestCase):

    def load(self, server: Server, folder: Path = PATIENTS) -> subprocess.CompletedProcess[str]:
        self.addCleanup(server.close)
        return subprocess.run([sys.executable, LOADER, server.base_url, folder], capture_output=True, text=True, timeout=60)

    def test_all_of_every_record_arrives_under_its_id(self) -> None:
        server = Server()
        loaded = self.load(server)
        self.assertEqual(loaded.returncode, 0, loaded.stderr)
        self.assertGreater(server.asked, NOT_YET, "it has waited")
        records = [json.loads(file.read_text())["record"] for file in PATIENTS.glob("*.json")]
        resources = [entry["resource"] for record in records for entry in record["entry"]]
        self.assertEqual(set(server.resources), {f"{each['resourceType']}/{each['id']}" for each in resources})
        for url, entry in server.resources.items():
            self.assertEqual(entry["request"]["method"], "PUT")
            self.assertEqual(f"{entry['resource']['resourceType']}/{entry['resource']['id']}", url)

    def test_a_refusal_is_an_error(self) -> None:
        self.assertNotEqual(self.load(Server(refuses=True)).returncode, 0)

    def test_no_patients_are_an_error(self) -> None:
        with tempfile.TemporaryDirectory() as empty:
            self.assertNotEqual(self.load(Server(), Path(empty)).returncode, 0)


if __name__ == "__main__":
    unittest.main()
