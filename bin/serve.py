"""`make run`: prepare the database, then web server, queue worker and identity provider together until Ctrl-C.

python -m bin.serve        inside the virtual environment; HOST, PORT and DATABASE_URL as in .env.example
"""

import http.client
import json
import os
import signal
import subprocess
import sys
import time
from types import FrameType
from typing import Any

from rich.table import Table

from bin import address, prepared
from bin.identity_provider import companion
from bin.paths import ROOT, data_dir
from bin.supervisor import Program, Supervisor
from portal.progress import console

REPORT = "prepared.json"  # in the data folder: what the last preparation left
BLOCKING_THREADS = "4"
QUEUE_RESTARTS = 5  # a minute; a queue that is killed more often is not killed by chance


class CannotPrepare(Exception):
    """The database could not be brought to where the portal can start; why stands on the terminal."""


def main() -> int:
    """Return the process's exit code: 0 after Ctrl-C or SIGTERM, 1 with a sentence when something went wrong."""
    started = time.monotonic()
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        place = address.wanted()
        address.require_free(place)
        provider = companion.place_after(place) if companion.wanted(os.environ) else None
        _set_environment(place, provider)
        report = _prepare()
    except (address.Unusable, CannotPrepare) as refusal:
        console.print(str(refusal))
        return 1
    except KeyboardInterrupt:
        console.print("Stopped; the next run goes on from here.")
        return 0
    return Supervisor(
        _programs(place, provider),
        is_ready=lambda: _answers(place),
        announce=lambda: _welcome(place, report, time.monotonic() - started, provider),
    ).run()


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _set_environment(place: address.Address, provider: address.Address | None) -> None:
    """What web server, worker and commands must agree on; anything that is set already wins."""
    defaults = {
        "DJANGO_SETTINGS_MODULE": "portal.settings.dev",
        "SITE_URL": place.url,
        "LOG_LEVEL": "WARNING",
    }
    if provider:
        defaults |= companion.variables(provider)
    for name, value in defaults.items():
        os.environ.setdefault(name, value)
    os.environ["PYTHONUNBUFFERED"] = "1"


def _programs(place: address.Address, provider: address.Address | None) -> list[Program]:
    web = ["granian", "--interface=wsgi", f"--host={place.host}", f"--port={place.port}", "--workers=1"]
    web += [
        f"--blocking-threads={BLOCKING_THREADS}",
        "--no-ws",
        "--log-level=warning",
        "portal.wsgi:application",
    ]
    programs = [
        Program("web server", [sys.executable, "-m", *web]),
        Program("queue worker", [sys.executable, "manage.py", "qcluster"], restarts=QUEUE_RESTARTS),
    ]
    return [*programs, companion.program(provider, place)] if provider else programs


def _prepare() -> dict[str, Any]:
    """Prepare the database unless it is as the last preparation left it; return the report of that one."""
    path = data_dir() / REPORT
    kept = _read_report()
    mark = prepared.fingerprint()
    if mark and kept.get("fingerprint") == mark:
        console.print("The database is ready; nothing has changed since the last run.")
        return kept
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("")  # until the preparation is whole, none is kept
    except OSError as error:
        raise CannotPrepare(f"The data folder {path.parent} cannot be written: {error.strerror}.") from None
    command = [sys.executable, "manage.py", "prepare", "--demo", f"--report={path}"]
    if subprocess.run(command, cwd=ROOT).returncode:
        raise CannotPrepare("The database could not be prepared; the reason stands above.")
    report = _read_report() | {"fingerprint": prepared.fingerprint()}
    path.write_text(json.dumps(report), encoding="utf-8")
    return report


def _read_report() -> dict[str, Any]:
    try:
        report: dict[str, Any] = json.loads((data_dir() / REPORT).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return report


def _answers(place: address.Address) -> bool:
    """Whether the server itself answers; asked without the proxy that the environment may name."""
    connection = http.client.HTTPConnection(place.host, place.port, timeout=2)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == http.client.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _welcome(
    place: address.Address,
    report: dict[str, Any],
    seconds: float,
    provider: address.Address | None = None,
) -> None:
    """The addresses, and the demo's accounts where the database has them."""
    addresses = Table("", "", show_header=False, box=None, pad_edge=False)
    for label, path in (
        ("网站 Site", "/"),
        ("编辑后台 Admin", "/admin/"),
        ("接口文档 API", "/api/schema/docs/"),
    ):
        addresses.add_row(label, f"[link]{place.url}{path}[/link]")
    if provider:
        addresses.add_row("身份平台 Identity", f"[link]{provider.url}/[/link]")
    console.print(f"\n青创通 is up after {seconds:.0f} s.\n", addresses)
    if accounts := report.get("accounts"):
        table = Table("", "", show_header=False, box=None, pad_edge=False)
        for account in accounts:
            table.add_row(account["username"], account["duty"])
        console.print(f"\nDemo accounts, password {report['password']}:", table)
    if os.environ.get("DJANGO_SETTINGS_MODULE") == "portal.settings.dev":
        console.print(
            f"\nNothing is sent: text messages and mails with their codes lie in {data_dir() / 'outbox'}."
        )
        if not os.environ.get("STAFF_SECOND_FACTOR"):
            console.print(
                "Staff need no second factor here; STAFF_SECOND_FACTOR=1 asks for it, as a city's server does."
            )
    console.print("\nCtrl-C stops everything.")


if __name__ == "__main__":
    sys.exit(main())
