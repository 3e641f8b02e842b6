"""Asks a ClamAV daemon about a file, by its INSTREAM command."""

import socket
import struct
from contextlib import closing
from urllib.parse import urlsplit

CHUNK = 64 * 1024
CONNECT_SECONDS = 5
SCAN_SECONDS = 60
LONGEST_REPLY = 4096
CLEAN = "stream: OK"
FOUND = " FOUND"


class ScannerDown(Exception):
    """The scanner gave no verdict; the message says why, for those who run it."""


def signature_in(content: bytes, address: str) -> str:
    """The name of the malicious content found; empty for a clean file.

    `address` is tcp://host:port or unix:///path. Raises `ScannerDown` for everything that is not a verdict.
    """
    try:
        with closing(_connected(address)) as connection:
            reply = _asked(connection, content)
    except OSError as error:
        raise ScannerDown(f"{address}: {error}") from error
    if reply == CLEAN:
        return ""
    if reply.startswith("stream: ") and reply.endswith(FOUND):
        return reply.removeprefix("stream: ").removesuffix(FOUND)
    raise ScannerDown(f"{address} answered {reply!r}")


def _connected(address: str) -> socket.socket:
    parts = urlsplit(address)
    if parts.scheme == "unix":
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            connection.settimeout(CONNECT_SECONDS)
            connection.connect(parts.path)
        except OSError:
            connection.close()
            raise
    else:
        connection = socket.create_connection((parts.hostname, parts.port), CONNECT_SECONDS)
    connection.settimeout(SCAN_SECONDS)
    return connection


def _asked(connection: socket.socket, content: bytes) -> str:
    """The reply to the content, sent in pieces, each with its length before it; a length of zero ends it."""
    connection.sendall(b"zINSTREAM\0")
    for start in range(0, len(content), CHUNK):
        piece = content[start : start + CHUNK]
        connection.sendall(struct.pack(">I", len(piece)) + piece)
    connection.sendall(struct.pack(">I", 0))
    reply = b""
    while not reply.endswith(b"\0") and len(reply) < LONGEST_REPLY:
        piece = connection.recv(LONGEST_REPLY)
        if not piece:
            break
        reply += piece
    return reply.rstrip(b"\0\n").decode("utf-8", "replace")
