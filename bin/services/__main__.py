"""Bring the services about, or stop them.

python -m bin.services            install what is missing, start, write .services/env
python -m bin.services stop       stop what runs
python -m bin.services remove     stop it and delete what it kept
"""

import shutil
import sys

from bin import env_file
from bin.paths import SERVICES, SERVICES_ENV
from bin.services import elasticsearch, postgres
from bin.services.apt import CannotInstall, install
from bin.services.base import CannotStart, Service
from bin.services.elasticsearch import ELASTICSEARCH
from bin.services.postgres import POSTGRES
from bin.services.programs import CHINESE_FONT, CHROMIUM, CLAMAV, PANGO
from portal.progress import console, step

ALL = (POSTGRES, ELASTICSEARCH, CHROMIUM, CLAMAV, CHINESE_FONT, PANGO)


def provide() -> dict[str, str]:
    """Install, start and write down every service; return those that are missing, by name, with the reason."""
    absent = [service for service in ALL if not service.is_installed()]
    refused = _install(absent) if absent else ""
    missing: dict[str, str] = {}
    variables: dict[str, str] = {}
    for service in ALL:
        if service in absent and not service.is_installed():
            missing[service.name] = f"not installed: {refused}"
            continue
        try:
            variables |= service.start()
        except CannotStart as reason:
            missing[service.name] = str(reason)
    env_file.write(SERVICES_ENV, variables)
    return missing


def _install(absent: list[Service]) -> str:
    """Try to install; return why it did not work, or nothing."""
    packages = [package for service in absent for package in service.packages]
    try:
        with step(f"Installing {', '.join(service.name for service in absent)}"):
            install(packages)
    except CannotInstall as reason:
        return str(reason)
    return "its packages are there, but it is not"


def stop() -> None:
    """Stop what runs; asking twice does no harm."""
    for service in ALL:
        service.stop()


def main(arguments: list[str]) -> int:
    if arguments == ["stop"]:
        stop()
        return 0
    if arguments == ["remove"]:
        postgres.remove()
        elasticsearch.remove()
        shutil.rmtree(SERVICES, ignore_errors=True)
        return 0
    missing = provide()
    for service in ALL:
        console.print(f"{service.name}: {missing.get(service.name, 'ready')}")
    console.print(f"{len(ALL) - len(missing)} of {len(ALL)} services ready.")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
