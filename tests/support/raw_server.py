"""A server that sends the same bytes to everyone, whatever was asked: for answers that are no good HTTP."""

import socket
import threading

REQUEST_AT_MOST = 65536


class RawServer:
    """Answers each request with `content` until closed; use it as a context manager.

    Then it closes the connection, unless it `keeps_open`: then it waits for the next request.
    """

    def __init__(self, content: bytes, *, keeps_open: bool = False):
        self.content = content
        self.keeps_open = keeps_open
        self.connections = 0
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._open: set[socket.socket] = set()

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self._listener.getsockname()[1]}/fhir/R4"

    def __enter__(self) -> "RawServer":
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for connection in list(self._open):
            try:
                connection.shutdown(socket.SHUT_RDWR)
            except OSError:
                continue  # it is closed

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return  # the listener is closed
            self.connections += 1
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        self._open.add(connection)
        with connection:
            try:
                while self._reads_request(connection):
                    connection.sendall(self.content)
                    if not self.keeps_open:
                        break
            except OSError:
                pass  # the client went away
            self._open.discard(connection)

    def _reads_request(self, connection: socket.socket) -> bool:
        received = b""
        while b"\r\n\r\n" not in received and len(received) < REQUEST_AT_MOST:
            piece = connection.recv(REQUEST_AT_MOST)
            if not piece:
                return False
            received += piece
        return True
