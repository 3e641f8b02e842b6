"""python -m bin.identity_provider PORT PORTAL…

Serve the local identity provider on the loopback, for portals at these addresses, with its files under DATA_DIR. The
clients' secrets come as RSJ_CLIENT_SECRET and SDZW_CLIENT_SECRET, so that they stand in no list of processes.
"""

import os
import sys
from functools import cache

from bin.address import DEFAULT_HOST
from bin.identity_provider.companion import CLIENTS
from bin.identity_provider.prepare import prepare
from bin.paths import data_dir
from portal.garbage import look_seldom


def main(port: str, *portals: str) -> None:
    secrets = {slug: os.environ[f"{slug.upper()}_CLIENT_SECRET"] for slug in CLIENTS}
    prepare(data_dir() / "identity-provider", secrets, portals)
    from allauth.core.internal import jwkkit
    from django.core.handlers.wsgi import WSGIHandler
    from django.core.servers.basehttp import run

    # Each signature and each asking for the public key reads the key anew and proves its primes, a tenth of a second.
    jwkkit.load_pem = cache(jwkkit.load_pem)
    run(DEFAULT_HOST, int(port), WSGIHandler(), threading=True)


if __name__ == "__main__":
    look_seldom()
    main(*sys.argv[1:])
