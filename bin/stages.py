"""The table of everything that guards the product: what `make test`, `make test-fast` and `make check` run."""

import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from bin.paths import DATA, TEST_LOGS, VENV
from bin.services.base import Service
from bin.services.elasticsearch import ELASTICSEARCH
from bin.services.postgres import POSTGRES
from bin.services.programs import CHINESE_FONT, CHROMIUM, CLAMAV

TEMPLATE_FOLDERS = ("templates", "portal", "cms_pages", "plugins")
MANAGE = (sys.executable, "manage.py")
FAST_SECONDS = 90.0  # the inner loop stays an inner loop

# Production's settings refuse to start without these; the values only have to be sound.
PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "portal.settings.production",
    "SECRET_KEY": "checked-with-a-key-that-is-long-and-varied-enough-0123456789-ABCDEF",
    "ALLOWED_HOSTS": "portal.example",
    "SITE_URL": "https://portal.example",
    "FIELD_KEYS": "2026-11:uuZuyAEixSMSsDj7710jRFzPCaqxlHyKLKr8uxIbRPU=",
}

KNOW_NO_DATABASE = (
    "tests/access",
    "tests/attacks",
    "tests/bin",
    "tests/architecture",
    "tests/portal/plugin/test_sample_plugin.py",
)

# Where all tests of a service of its own lie: looking through the others takes longer than many of these.
MARKED = {
    "elasticsearch": ("tests/search", "tests/cms_pages/test_search_articles.py"),
    "clamav": ("tests/portal/attachments",),
    "browser": ("tests/browser",),
}

# The stricter database has the more to object to: bytes that are no text, numbers that are too large.
ONE_DATABASE_WILL_DO = ("tests/api/test_schema_fuzz.py",)


@dataclass(frozen=True)
class Stage:
    """One command with a name, the variables and services it needs, and for pytest the tests it selects.

    `{POSTGRES_URL}` and the like in `environment` stand for what the services say about themselves.
    """

    name: str
    command: tuple[str, ...]
    environment: Mapping[str, str] = field(default_factory=dict)
    services: tuple[Service, ...] = ()
    selection: tuple[str, ...] = ()
    bar: float | None = None  # seconds; a stage that takes longer is complained of

    @property
    def slug(self) -> str:
        """The name as a file name."""
        return self.name.lower().replace(" ", "-")

    @property
    def log(self) -> Path:
        return TEST_LOGS / f"{self.slug}.log"

    @property
    def report(self) -> Path:
        """pytest's own count of this stage."""
        return TEST_LOGS / f"{self.slug}.xml"

    @property
    def full_command(self) -> tuple[str, ...]:
        """The command with its selection; pytest also reports its counts and keeps its cache to itself."""
        if not self.selection:
            return self.command
        keeps = (f"--junit-xml={self.report}", f"--override-ini=cache_dir={DATA / 'test-cache' / self.slug}")
        return (*self.command, *self.selection, *keeps)


def tool(name: str, *arguments: str) -> tuple[str, ...]:
    """The command line of a program of the virtual environment."""
    return (str(VENV / "bin" / name), *arguments)


def _data(name: str) -> dict[str, str]:
    """Files of its own for a stage: two of them run at the same time."""
    return {"DATA_DIR": str(DATA / "test-data" / name)}


PYTEST = (sys.executable, "-m", "pytest", "--color=no")
# Where one stage runs alone it takes both processors; a worker that has nothing left takes over from the other.
TWO_WORKERS = ("--numprocesses=2", "--dist=worksteal")
# Tests that share a portal of their own stay together (tests/browser/sharing_out.py), so that it is prepared once.
TWO_WORKERS_BY_PORTAL = ("--numprocesses=2", "--dist=loadscope")

LINT = (
    Stage("Lint", tool("ruff", "check", ".")),
    Stage("Format", tool("ruff", "format", "--check", ".")),
    Stage("Imports", tool("lint-imports")),
)
CHECKS = (
    *LINT,
    Stage("Templates", tool("djlint", "--check", "--lint", *TEMPLATE_FOLDERS)),
    Stage("Types", tool("mypy")),
    Stage("Migrations", (*MANAGE, "makemigrations", "--check", "--dry-run"), _data("migrations")),
    Stage(
        "Deployment",
        (*MANAGE, "check", "--deploy", "--fail-level=WARNING"),
        {**PRODUCTION, **_data("deployment")},
    ),
    Stage(
        "OpenAPI",
        (*MANAGE, "spectacular", "--validate", "--fail-on-warn", f"--file={TEST_LOGS / 'openapi.yaml'}"),
        _data("openapi"),
    ),
)
EVERYTHING = (
    Stage(
        "SQLite",
        PYTEST,
        _data("sqlite"),
        selection=(
            "-m",
            "not browser and not elasticsearch and not clamav",
            *(f"--ignore={path}" for path in ONE_DATABASE_WILL_DO),
        ),
    ),
    *CHECKS,
    Stage(
        "PostgreSQL",
        PYTEST,
        _data("postgresql") | {"DATABASE_URL": "{POSTGRES_URL}"},
        services=(POSTGRES,),
        selection=(
            "-m",
            "not browser and not elasticsearch and not clamav",
            "--only-database",
            *(f"--ignore={path}" for path in KNOW_NO_DATABASE),
        ),
    ),
    Stage(
        "Elasticsearch",
        PYTEST,
        _data("elasticsearch"),
        services=(ELASTICSEARCH,),
        selection=(*MARKED["elasticsearch"], "-m", "elasticsearch"),
    ),
    Stage(
        "ClamAV", PYTEST, _data("clamav"), services=(CLAMAV,), selection=(*MARKED["clamav"], "-m", "clamav")
    ),
    # The last one: by now a processor is free for its second worker, each with a portal of its own.
    Stage(
        "Browser",
        (*PYTEST, *TWO_WORKERS_BY_PORTAL),
        _data("browser"),
        services=(CHROMIUM, CHINESE_FONT),
        selection=(*MARKED["browser"], "-m", "browser"),
    ),
)
FAST = (
    Stage(
        "SQLite",
        (*PYTEST, *TWO_WORKERS, "--durations=15", "--durations-min=0.5"),
        _data("fast"),
        selection=(
            "-m",
            "not browser and not slow and not postgresql and not elasticsearch and not clamav",
            "--near-changes",
        ),
        bar=FAST_SECONDS,
    ),
    *LINT,
)
