"""Files of NAME=value lines: the developer's `.env` and the addresses of the services in `.services/env`."""

import os
from collections.abc import Mapping
from pathlib import Path


def read(path: Path) -> dict[str, str]:
    """Return the variables of `path`, none when there is no such file; comments and blank lines are passed over.

    A value may stand in single or double quotes; nothing inside it is expanded.
    """
    if not path.exists():
        return {}
    variables = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        name, separator, value = line.strip().removeprefix("export ").partition("=")
        if separator and not name.startswith("#"):
            variables[name.strip()] = _unquoted(value.strip())
    return variables


def write(path: Path, variables: Mapping[str, str]) -> None:
    """Write `variables` for `read`, readable by the owner alone: a database password may be among them."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".draft")
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        file.writelines(f"{name}={value}\n" for name, value in variables.items())
    draft.replace(path)


def load(path: Path) -> None:
    """Add the variables of `path` to this process's environment; what is set there already wins."""
    for name, value in read(path).items():
        os.environ.setdefault(name, value)


def _unquoted(value: str) -> str:
    if len(value) >= 2 and value[0] == value[-1] and value[0] in "'\"":
        return value[1:-1]
    return value
