"""The program itself: how it starts and does not start, `evaluate`, `check`, and the call that the README shows."""

import json
import re
import subprocess
import tempfile
import unittest
from pathlib import Path

from hook_body import with_all_data  # first: it makes the test tools importable
from service import AS_OF, GUIDELINES, ROOT, SERVICE_ID, Service, program


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([program(), *arguments], capture_output=True, text=True, timeout=60, cwd=ROOT, check=False)


class CommandLine(unittest.TestCase):

    def test_version_and_help(self) -> None:
        self.assertRegex(run("--version").stdout, r"\d+\.\d+\.\d+")
        for arguments in (["--help"], ["serve", "--help"]):
            self.assertEqual(run(*arguments).returncode, 0)

    def test_it_does_not_start_with_what_it_does_not_know(self) -> None:
        for arguments in (["serve", "--colour", "red"], ["serve", "--sandbox", "--port", "many"], ["juggle"],
                          ["serve", "--sandbox", "--port", "0", "--guideline", "no-such-guideline"],
                          ["serve", "--sandbox", "--port", "0", "--as-of", "2026-02-30"]):
            with self.subTest(arguments):
                ended = run(*arguments)
                self.assertNotEqual(ended.returncode, 0)
                self.assertNotEqual(ended.stderr + ended.stdout, "")

    def test_it_serves_nobody_it_cannot_identify(self) -> None:
        """Outside sandbox mode a server without known clients refuses to start."""
        self.assertNotEqual(run("serve", "--port", "0").returncode, 0)

    def test_a_taken_port_is_said(self) -> None:
        service = Service()
        self.addCleanup(service.stop)
        ended = run("serve", "--sandbox", "--port", str(service.port))
        self.assertNotEqual(ended.returncode, 0)
        self.assertIn(str(service.port), ended.stderr + ended.stdout)

    def test_check_proves_every_guideline(self) -> None:
        for guideline in GUIDELINES:
            with self.subTest(guideline):
                ended = run("check", f"rules/guideline/{guideline}")
                self.assertEqual(ended.returncode, 0, ended.stderr)
                self.assertIn("|", ended.stdout)  # the tables, in Markdown

    def test_check_refuses_a_guideline_that_is_wrong(self) -> None:
        with tempfile.TemporaryDirectory() as directory:
            Path(directory, "profile.json").write_text("{}", encoding="utf-8")
            ended = run("check", directory)
        self.assertNotEqual(ended.returncode, 0)
        self.assertIn("profile.json", ended.stderr + ended.stdout)

    def test_evaluate_answers_as_the_server_does(self) -> None:
        service = Service()
        self.addCleanup(service.stop)
        body = with_all_data(service.order_sign())
        with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
            json.dump(body, file)
            file.flush()
            ended = run("evaluate", "--as-of", AS_OF, file.name)
        self.assertEqual(ended.returncode, 0, ended.stderr)
        self.assertEqual(json.loads(ended.stdout), service.client.call(SERVICE_ID, body).body)

    def test_the_call_in_the_readme(self) -> None:
        """The first `curl` with a body, as written there, but for the port, answers with the card that is shown."""
        readme = (ROOT / "README.md").read_text(encoding="utf-8")
        command = next(block for block in blocks_of(readme, "sh") if "curl" in block and "--data" in block)
        service = Service()
        self.addCleanup(service.stop)
        ended = subprocess.run(["bash", "-c", command.replace("127.0.0.1:8080", f"127.0.0.1:{service.port}")],
                               capture_output=True, text=True, timeout=60, cwd=ROOT, check=True)
        card = json.loads(ended.stdout)["cards"][0]
        shown = [line for line in blocks_of(readme, "text")[0].splitlines() if line]
        self.assertEqual(shown, [line for line in (card["summary"] + "\n" + card["detail"]).splitlines() if line])


def blocks_of(markdown: str, language: str) -> list[str]:
    """The fenced blocks of one language."""
    return re.findall(rf"^```{language}\n(.*?)^```", markdown, re.MULTILINE | re.DOTALL)


if __name__ == "__main__":
    unittest.main()
