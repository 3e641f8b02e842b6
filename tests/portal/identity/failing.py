"""A provider that fails on purpose: a real server on the loopback that hangs, trickles, breaks off or talks nonsense."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class FailingProvider:
    """`at` maps a path to what happens there; see `Handler`. `seen` holds what was asked: (path, headers, body)."""

    def __init__(self, server: ThreadingHTTPServer) -> None:
        self.at: dict[str, Any] = {}
        self.seen: list[tuple[str, dict[str, str], str]] = []
        self.over = threading.Event()
        self.address = f"http://127.0.0.1:{server.server_port}"
        self.at["/.well-known/openid-configuration"] = self.description

    @property
    def description(self) -> dict[str, str]:
        return {
            "issuer": self.address,
            "authorization_endpoint": f"{self.address}/authorize",
            "token_endpoint": f"{self.address}/token",
            "userinfo_endpoint": f"{self.address}/userinfo",
            "jwks_uri": f"{self.address}/jwks",
        }


class Handler(BaseHTTPRequestHandler):
    """A dictionary is sent as JSON, a number as a status, bytes as they are; "hang", "trickle", "break" do as they say."""

    provider: FailingProvider

    def do_GET(self) -> None:
        path = self.path.partition("?")[0]
        length = int(self.headers.get("Content-Length") or 0)
        self.provider.seen.append((path, dict(self.headers), self.rfile.read(length).decode()))
        what = self.provider.at.get(path, 404)
        match what:
            case "hang":
                self.provider.over.wait(10)
            case "trickle":
                self._trickle()
            case "break":
                self.send_response(200)
                self.send_header("Content-Length", "1000")
                self.end_headers()
                self.wfile.write(b"{")
            case int():
                self.send_response(what)
                self.send_header("Content-Length", "0")
                self.send_header("Location", "/elsewhere")
                self.end_headers()
            case _:
                self._send(what if isinstance(what, bytes) else json.dumps(what).encode())

    do_POST = do_GET

    def _send(self, body: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _trickle(self) -> None:
        self.send_response(200)
        self.end_headers()
        try:
            while not self.provider.over.wait(0.05):
                self.wfile.write(b" ")
        except OSError:
            return

    def log_message(self, format: str, *args: object) -> None:
        pass


@contextmanager
def failing_provider() -> Iterator[FailingProvider]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    provider = FailingProvider(server)
    server.RequestHandlerClass = type("Bound", (Handler,), {"provider": provider})
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield provider
    finally:
        provider.over.set()
        server.shutdown()
        server.server_close()
