"""What is found, before Django is set up."""

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import portal
from portal.plugin import discovery
from portal.plugin.discovery import installed, outside_range, plugin_apps

ROOT = Path(__file__).resolve().parents[3]


class Point:
    def __init__(self, module: str) -> None:
        self.module = module


@pytest.fixture
def entry_points(monkeypatch: pytest.MonkeyPatch):
    """`entry_points("package", …)`: what pip has installed."""

    def declare(*modules: str) -> None:
        monkeypatch.setattr(discovery, "entry_points", lambda group: [Point(module) for module in modules])

    monkeypatch.setattr(discovery, "installed", discovery.installed.__wrapped__)
    return declare


def test_bundled_plugins_are_found_by_their_folder() -> None:
    folders = {f"plugins.{path.parent.name}" for path in (ROOT / "plugins").glob("*/plugin.py")}
    assert folders <= set(plugin_apps())


def test_entry_points_follow_the_bundled_plugins(entry_points, monkeypatch, tmp_path) -> None:
    (tmp_path / "stranger_plain").mkdir()
    (tmp_path / "stranger_plain" / "plugin.py").write_text('class P:\n    portal = ">=0.1,<1"\n')
    monkeypatch.syspath_prepend(tmp_path)
    entry_points("stranger_plain", "stranger_plain")
    assert discovery.plugin_apps()[-1] == "stranger_plain"
    assert discovery.plugin_apps().count("stranger_plain") == 1


def test_plugin_for_another_portal_is_not_even_imported(entry_points, monkeypatch, tmp_path) -> None:
    (tmp_path / "stranger_late").mkdir()
    (tmp_path / "stranger_late" / "plugin.py").write_text('raise SystemExit\nclass P:\n    portal = ">=9"\n')
    monkeypatch.syspath_prepend(tmp_path)
    entry_points("stranger_late")
    reason = f"it supports portal >=9, this is {portal.__version__}"
    assert discovery.installed()["stranger_late"] == reason
    assert "stranger_late" not in discovery.plugin_apps()


def test_entry_point_whose_package_is_gone_does_not_stop_the_portal(entry_points) -> None:
    entry_points("surely_not_installed")
    assert (
        discovery.installed()["surely_not_installed"]
        == "ModuleNotFoundError: No module named 'surely_not_installed'"
    )


@pytest.mark.parametrize(
    ("wanted", "complaint"),
    [
        ("", ""),
        (">=0.1,<1", ""),
        (">=99", f"it supports portal >=99, this is {portal.__version__}"),
    ],
)
def test_version_range(wanted: str, complaint: str) -> None:
    assert outside_range(wanted) == complaint


def test_package_without_plugin_module_and_nonsense_for_a_range_are_refused(
    entry_points, monkeypatch, tmp_path
) -> None:
    (tmp_path / "stranger_bare").mkdir()
    (tmp_path / "stranger_odd").mkdir()
    (tmp_path / "stranger_odd" / "plugin.py").write_text('class P:\n    portal = "about one"\n')
    monkeypatch.syspath_prepend(tmp_path)
    entry_points("stranger_bare", "stranger_odd")
    found = discovery.installed()
    assert found["stranger_bare"] == "it has no plugin.py"
    assert found["stranger_odd"] == "InvalidSpecifier: Invalid specifier: 'about one'"


def test_discovery_needs_no_django() -> None:
    code = "import sys; from portal.plugin.discovery import plugin_apps; plugin_apps(); print('django' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_order_is_stable() -> None:
    assert list(installed()) == list(discovery.installed.__wrapped__())


def test_version_is_that_of_the_project() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert project["version"] == portal.__version__
