"""Bytes to the service and back, as no well-behaved client would send them; answers are taken apart strictly."""

import socket
import ssl
from dataclasses import dataclass

READ_AT_ONCE = 65536
SECONDS_TO_ANSWER = 20
WITHOUT_BODY = (100, 204, 304)


@dataclass(frozen=True)
class Response:
    """One HTTP response; header names are in lower case."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode("utf-8")


def connect(port: int, tls: ssl.SSLContext | None = None, timeout: float = SECONDS_TO_ANSWER) -> socket.socket:
    connection = socket.create_connection(("127.0.0.1", port), timeout)
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return tls.wrap_socket(connection, server_hostname="localhost") if tls else connection


def exchange(port: int, content: bytes, *, half_close: bool = False, tls: ssl.SSLContext | None = None,
             is_head: bool = False) -> list[Response]:
    """All responses until the service closes the connection; TimeoutError if it does not.

    half_close: says after `content` that nothing more will come. is_head: the responses have no bodies.
    """
    with connect(port, tls) as connection:
        try:
            connection.sendall(content)
            if half_close:
                connection.shutdown(socket.SHUT_WR)
        except ConnectionError:
            pass  # it was refused before its end; why is still to be read
        return responses_in(read_all(connection), is_head)


def read_all(connection: socket.socket) -> bytes:
    """What comes until the end; a reset is an end, too."""
    received = b""
    try:
        while piece := connection.recv(READ_AT_ONCE):
            received += piece
    except (ConnectionError, ssl.SSLError):
        pass
    return received


def responses_in(received: bytes, is_head: bool = False) -> list[Response]:
    """The responses in what was received; ValueError if there is anything else, or half of one."""
    found = []
    while received:
        head, end, received = received.partition(b"\r\n\r\n")
        first, *lines = head.decode("ascii").split("\r\n")
        version, status = first.split(" ")[:2]
        headers = {name.lower(): value.strip() for name, value in (line.split(":", 1) for line in lines)}
        if version not in ("HTTP/1.1", "HTTP/1.0") or not end or len(headers) != len(lines):
            raise ValueError(f"no HTTP response: {head[:200]!r}")
        length = 0 if is_head or int(status) in WITHOUT_BODY else int(headers["content-length"])
        if len(received) < length:
            raise ValueError(f"a response cut short: {head[:200]!r}")
        found.append(Response(int(status), headers, received[:length]))
        received = received[length:]
    return found
