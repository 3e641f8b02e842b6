"""Which plugins are installed: folders in `plugins/` and entry points of the group `qingchuang.plugins`.

Settings ask this before Django is set up, so nothing here imports Django or a plugin's own modules.
"""

import ast
import importlib.util
import pkgutil
from functools import cache
from importlib.metadata import entry_points
from pathlib import Path

from packaging.specifiers import SpecifierSet

from portal import __version__

GROUP = "qingchuang.plugins"


def plugin_apps() -> list[str]:
    """Module names of the applications to install, bundled plugins first."""
    return [app for app, reason in installed().items() if not reason]


@cache
def installed() -> dict[str, str]:
    """Everything found, in a stable order: application → why it cannot be loaded, empty when it can."""
    folder = importlib.util.find_spec("plugins")
    bundled = pkgutil.iter_modules(folder.submodule_search_locations) if folder else ()
    names = sorted(f"plugins.{module.name}" for module in bundled if module.ispkg)
    return {
        app: _refusal(app) for app in [*names, *sorted(point.module for point in entry_points(group=GROUP))]
    }


def outside_range(wanted: str) -> str:
    """Why a plugin that supports these portal versions does not fit this one; empty when it does.

    Raises InvalidSpecifier for what is no version range.
    """
    fits = SpecifierSet(wanted).contains(__version__, prereleases=True)
    return "" if fits else f"it supports portal {wanted}, this is {__version__}"


def _refusal(app: str) -> str:
    try:
        spec = importlib.util.find_spec(f"{app}.plugin")
        if spec is None or spec.origin is None:
            return "it has no plugin.py"
        return outside_range(_declared_range(Path(spec.origin)))
    except Exception as error:  # whatever a stranger's package raises, the portal starts without it
        return f"{type(error).__name__}: {error}"


def _declared_range(source: Path) -> str:
    """The value of `portal = "…"`, read without running it: a plugin made for another portal may fail to import."""
    for node in ast.walk(ast.parse(source.read_text("utf-8"))):
        match node:
            case ast.Assign(targets=[ast.Name(id="portal")], value=ast.Constant(value=str(wanted))):
                return wanted
    return ""
