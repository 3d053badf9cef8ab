"""A web server with clients' JWK Sets, over TLS on this machine: as good or bad as each path of it is told to be."""

import json
import ssl
import threading
import time
from collections import Counter
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Answer = Callable[["Handler"], None]
PIECE = b" " * 2**20


class JwkServer(ThreadingHTTPServer):
    """`answers`: by path, how it is answered. `asked`: how often each was. A context manager."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, tls: ssl.SSLContext):
        super().__init__(("127.0.0.1", 0), Handler)
        self.tls = tls
        self.answers: dict[str, Answer] = {}
        self.asked: Counter[str] = Counter()
        self.sent = 0  # bytes of endless answers
        self.stopping = threading.Event()

    def url(self, path: str, host: str = "localhost") -> str:
        return f"https://{host}:{self.server_address[1]}{path}"

    def get_request(self):
        connection, address = super().get_request()
        return self.tls.wrap_socket(connection, server_side=True, do_handshake_on_connect=False), address

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that goes away is not our error."""

    def __enter__(self) -> "JwkServer":
        threading.Thread(target=self.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stopping.set()
        self.shutdown()
        self.server_close()


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: JwkServer

    def do_GET(self) -> None:
        self.server.asked[self.path] += 1
        try:
            self.server.answers[self.path](self)
        except OSError:
            self.close_connection = True

    def send(self, status: int, content: bytes, content_type: str = "application/json", **headers: str) -> None:
        self.send_response(status)
        for name, value in ({"Content-Type": content_type, "Content-Length": str(len(content))} | headers).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: `asked` tells."""


def with_json(value: object) -> Answer:
    return lambda handler: handler.send(200, json.dumps(value).encode())


def with_content(content: bytes, content_type: str = "application/json", status: int = 200) -> Answer:
    return lambda handler: handler.send(status, content, content_type)


def with_redirect(status: int, location: str) -> Answer:
    return lambda handler: handler.send(status, b"", Location=location)


def endless(handler: Handler) -> None:
    """A set of 1 GB."""
    handler.send_response(200)
    handler.send_header("Content-Length", str(2**30))
    handler.end_headers()
    for _ in range(1024):
        handler.wfile.write(PIECE)
        handler.server.sent += len(PIECE)


def hanging(handler: Handler) -> None:
    handler.close_connection = True
    handler.server.stopping.wait(20)


def slow(handler: Handler) -> None:
    """A byte of it now and then."""
    handler.send_response(200)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    while not handler.server.stopping.is_set():
        handler.wfile.write(b" ")
        time.sleep(0.05)
