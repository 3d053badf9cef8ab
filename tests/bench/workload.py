"""The calls that all servers are asked, and the service's answers to them."""

import json
from collections import Counter
from http.client import HTTPConnection

import bodies
import servers
from servers import DATA, PATH, answers_file, bodies_file


def prepare(kilobytes: list[int]) -> None:
    """Makes the files that are missing: bodies of each size, and what the service of this build answers to each."""
    DATA.mkdir(parents=True, exist_ok=True)
    with servers.service("--log-level", "error") as service:
        connection = HTTPConnection("127.0.0.1", service.port)
        connection.request("GET", "/cds-services")
        listed = json.loads(connection.getresponse().read())["services"][0]  # that of order-sign
        for size in kilobytes:
            bodies.write(listed, DATA, size)
            with answers_file(size).open("w", encoding="utf-8") as answers:
                for body in bodies_file(size).read_text(encoding="utf-8").splitlines():
                    answers.write(_answer(connection, body) + "\n")


def _answer(connection: HTTPConnection, body: str) -> str:
    connection.request("POST", PATH, body.encode(), {"Content-Type": "application/json"})
    response = connection.getresponse()
    text = response.read().decode()
    if response.status != 200:
        raise RuntimeError(f"a body of the benchmark is refused: {text}")
    return text


def description(size: int) -> str:
    """How large the bodies and answers are, and how many cards these have."""
    sent = [len(line.encode()) for line in bodies_file(size).read_text(encoding="utf-8").splitlines()]
    answers = answers_file(size).read_text(encoding="utf-8").splitlines()
    cards = Counter(len(json.loads(answer)["cards"]) for answer in answers)
    mixture = ", ".join(f"{count} cards: {100 * cards[count] / len(answers):.0f} %" for count in sorted(cards))
    received = sum(len(answer.encode()) for answer in answers) / len(answers)
    return (f"{size} kB: {len(sent)} bodies of {min(sent) / 1000:.1f} to {max(sent) / 1000:.1f} kB, "
            f"{sum(sent) / len(sent) / 1000:.1f} on average; answers of {received / 1000:.1f} kB; {mixture}")
