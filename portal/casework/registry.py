"""Every case file that the installed plugins declare."""

from typing import Any

from portal.casework.base import CaseFile
from portal.plugin.registry import registry


def case_files(site: Any = None) -> list[CaseFile]:
    """All of them in the order of the plugins; with a site, those of the plugins that are on there."""
    plugins = registry if site is None else registry.enabled(site)
    return [file for plugin in plugins for file in plugin.casework]


def case_file_for(model: type) -> CaseFile | None:
    """How cases of the model are shown; None where nobody declares it."""
    return next((file for file in case_files() if file.workflow.model is model), None)


def case_file(kind: str, site: Any = None) -> CaseFile | None:
    """The case file of a kind as addresses name it ("mentors.application"); None for any other word."""
    return next((file for file in case_files(site) if file.kind == kind), None)
