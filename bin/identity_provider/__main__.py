"""python -m bin.identity_provider FOLDER PORT PORTAL…

Serve the local identity provider on the loopback, for portals at these addresses. Secrets of the clients come as RSJ_CLIENT_SECRET and
SDZW_CLIENT_SECRET, so that they stand in no list of processes.
"""

import os
import sys
from pathlib import Path

from bin.identity_provider.prepare import prepare

CLIENTS = ("rsj", "sdzw")
HOST = "127.0.0.1"


def main(folder: str, port: str, *portals: str) -> None:
    secrets = {slug: os.environ[f"{slug.upper()}_CLIENT_SECRET"] for slug in CLIENTS}
    prepare(Path(folder), secrets, portals)
    from django.core.handlers.wsgi import WSGIHandler
    from django.core.servers.basehttp import run

    run(HOST, int(port), WSGIHandler(), threading=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
