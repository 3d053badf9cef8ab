"""Tests of the server of bytes."""

import socket
import unittest
from urllib.parse import urlsplit

from raw_server import RawServer


class Raw(unittest.TestCase):

    def connect(self, server: RawServer) -> socket.socket:
        connection = socket.create_connection(("127.0.0.1", urlsplit(server.base_url).port or 0), 5)
        self.addCleanup(connection.close)
        return connection

    def test_it_says_its_piece_and_closes(self) -> None:
        with RawServer(b"anything") as server:
            for number in (1, 2):
                connection = self.connect(server)
                connection.sendall(b"GET / HTTP/1.1\r\n\r\n")
                self.assertEqual(connection.recv(100), b"anything")
                self.assertEqual(connection.recv(100), b"")
                self.assertEqual(server.connections, number)

    def test_it_keeps_open(self) -> None:
        with RawServer(b"anything", keeps_open=True) as server:
            connection = self.connect(server)
            for _ in range(2):
                connection.sendall(b"GET / HTTP/1.1\r\n\r\n")
                self.assertEqual(connection.recv(100), b"anything")
        self.assertEqual(connection.recv(100), b"")


if __name__ == "__main__":
    unittest.main()
