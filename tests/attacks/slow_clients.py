"""Clients that take their time, thousands at once, in a process of their own: what slow-loris does.

    slow_clients.py PORT HEADERS BODIES READERS

holds so many connections that send a byte of their headers, or of a body, a second, or that read a byte of what they
are answered. Says "open" when all are, and goes on until its input ends.
"""

import resource
import select
import socket
import sys
import time

from attack import BODY, CALL, DISCOVERY, JSON_TYPE, head

RECEIVE_BUFFER = 2048  # bytes, so that answers wait in the service,
SEGMENT = 536          # and of one TCP segment, so that the buffer of the service's socket is small, too
PIPELINED = 200        # answers that nobody reads: more than buffers hold
HEADERS = head("POST", CALL, JSON_TYPE, "X-A: ")[:-2]
UNFINISHED = head("POST", CALL, JSON_TYPE, f"Content-Length: {len(BODY)}\r\n")
MANY_REQUESTS = head("GET", DISCOVERY) * PIPELINED


def open_client(port: int, content: bytes, receive_buffer: int | None = None) -> socket.socket:
    connection = socket.socket()
    if receive_buffer:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_MAXSEG, SEGMENT)
    connection.connect(("127.0.0.1", port))
    connection.setblocking(False)
    connection.send(content)  # as much of it as is taken
    return connection


def one_byte(connection: socket.socket, is_reader: bool) -> None:
    try:
        if is_reader:
            connection.recv(1)
        else:
            connection.send(b"x")
    except OSError:
        pass  # it has nothing to say yet, or is closed


def main() -> int:
    port, headers, bodies, readers = map(int, sys.argv[1:])
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    senders = [open_client(port, HEADERS) for _ in range(headers)]
    senders += [open_client(port, UNFINISHED) for _ in range(bodies)]
    reading = [open_client(port, MANY_REQUESTS, RECEIVE_BUFFER) for _ in range(readers)]
    print("open", flush=True)
    next_round = time.monotonic()
    while not select.select([sys.stdin], [], [], max(0.0, next_round - time.monotonic()))[0]:
        next_round += 1
        for connection in senders:
            one_byte(connection, is_reader=False)
        for connection in reading:
            one_byte(connection, is_reader=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
