"""Clients in a closed loop, in a process of their own: each sends the next call when it has its answer.

    overload_clients.py PORT CLIENTS SECONDS

reads one request from its input, sends it over and over, and prints what came as JSON: {"200": {"count", "median",
"most", "bodies"}, "503": {...}}, seconds each; `bodies` counts the different ones. Who was told 503 waits a little, as
clients should. The first second, in which all begin at once, does not count.
"""

import json
import selectors
import socket
import statistics
import sys
import time
from collections import defaultdict

PAUSE = 0.1    # seconds after 503
WARMING = 1.0  # seconds


class Client:
    """One connection, opened anew whenever the service closes it."""

    def __init__(self, port: int, request: bytes, selector: selectors.BaseSelector):
        self.port, self.request, self.selector = port, request, selector
        self.connection: socket.socket | None = None
        self.resumes = 0.0

    def begin(self) -> None:
        if self.connection is None:
            self.connection = socket.create_connection(("127.0.0.1", self.port), 20)
            self.connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self.connection.setblocking(False)
        self.received, self.left, self.started = b"", self.request, time.monotonic()
        self.selector.register(self.connection, selectors.EVENT_READ | selectors.EVENT_WRITE, self)

    def step(self, events: int) -> tuple[int, bytes] | None:
        """The status and body of the answer, once it is here."""
        assert self.connection
        try:
            if self.left and events & selectors.EVENT_WRITE:
                self.left = self.left[self.connection.send(self.left):]
                if not self.left:
                    self.selector.modify(self.connection, selectors.EVENT_READ, self)
            if events & selectors.EVENT_READ:
                piece = self.connection.recv(2**20)
                self.received += piece
                if not piece:
                    return self.end(True)
        except ConnectionError:
            return self.end(True)
        head, found, body = self.received.partition(b"\r\n\r\n")
        if found and len(body) == int(head.lower().partition(b"content-length: ")[2].split()[0]):
            return self.end(b"connection: close" in head.lower() or bool(self.left))
        return None

    def end(self, is_closed: bool) -> tuple[int, bytes]:
        assert self.connection
        self.selector.unregister(self.connection)
        if is_closed:
            self.connection.close()
            self.connection = None
        head, _, body = self.received.partition(b"\r\n\r\n")
        if b"retry-after: " not in head.lower() and head.startswith(b"HTTP/1.1 503"):
            return 0, b"503 without Retry-After"
        return int(head.split()[1]) if head else 0, body


def main() -> int:
    port, clients, seconds = map(int, sys.argv[1:])
    request = sys.stdin.buffer.read()
    selector = selectors.DefaultSelector()
    waiting = [Client(port, request, selector) for _ in range(clients)]
    times, bodies = defaultdict(list), defaultdict(set)
    begin = time.monotonic() + WARMING
    end = begin + seconds
    while time.monotonic() < end:
        now = time.monotonic()
        for client in [client for client in waiting if client.resumes <= now]:
            waiting.remove(client)
            client.begin()
        for key, events in selector.select(0.01):
            answer = key.data.step(events)
            if answer:
                status, body = answer
                if time.monotonic() > begin:
                    times[status].append(time.monotonic() - key.data.started)
                bodies[status].add(body)
                key.data.resumes = time.monotonic() + (0 if status == 200 else PAUSE)
                waiting.append(key.data)
    print(json.dumps({status: {"count": len(seconds), "median": statistics.median(seconds or [0]),
        "most": max(seconds or [0]),
                               "bodies": len(bodies[status]), "body": next(iter(bodies[status])).decode()}
                      for status, seconds in times.items()}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
