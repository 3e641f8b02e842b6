"""A line between browser and server that can be cut: bytes pass until it is told otherwise."""

import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager

RESET = struct.pack("ii", 1, 0)  # closing sends a reset, as a line that dies does


class Line:
    """Passes connections on to a port; `cut_after(n, m)` kills all of them once n more bytes have gone to the server,
    and again after m more."""

    def __init__(self, target: int) -> None:
        self.target, self.cuts = target, 0
        self._left: int | None = None
        self._next: list[int] = []
        self._lock = threading.Lock()
        self._open: set[socket.socket] = set()
        self._listener = socket.create_server(("127.0.0.1", 0))

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._listener.getsockname()[1]}"

    def cut_after(self, *sizes: int) -> None:
        self._left, *self._next = sizes

    def serve(self) -> None:
        while True:
            try:
                browser, _from = self._listener.accept()
            except OSError:  # closed
                return
            server = socket.create_connection(("127.0.0.1", self.target))
            self._open |= {browser, server}
            threading.Thread(target=self._pass, args=(browser, server, True), daemon=True).start()
            threading.Thread(target=self._pass, args=(server, browser, False), daemon=True).start()

    def close(self) -> None:
        self._listener.close()
        self._cut()

    def _pass(self, source: socket.socket, sink: socket.socket, counted: bool) -> None:
        try:
            while content := source.recv(16_384):
                sink.sendall(self._allowed(content) if counted else content)
            sink.shutdown(socket.SHUT_WR)
        except OSError:  # cut, or the other end has gone
            pass

    def _allowed(self, content: bytes) -> bytes:
        with self._lock:
            if self._left is None:
                return content
            self._left -= len(content)
            if self._left > 0:
                return content
            self._left, self.cuts = self._next.pop(0) if self._next else None, self.cuts + 1
        self._cut()
        raise ConnectionResetError

    def _cut(self) -> None:
        for end in list(self._open):
            self._open.discard(end)
            try:
                end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
                end.shutdown(socket.SHUT_RDWR)
            except OSError:  # closed already
                pass
            end.close()


@contextmanager
def line_to(address: str) -> Iterator[Line]:
    """A line to the server at an address such as http://127.0.0.1:8000."""
    line = Line(int(address.rpartition(":")[2]))
    threading.Thread(target=line.serve, daemon=True).start()
    yield line
    line.close()
