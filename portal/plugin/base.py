"""The contract: what a plugin declares. docs/plugins.md explains every attribute with an example."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from django.apps import apps
from django.http import HttpRequest

from portal.attachments.base import AttachmentOwner, AttachmentSlot
from portal.audit.table import Action
from portal.jobs.base import Job
from portal.plugin.settings import PluginSettings, setting
from portal.privacy.base import Consent

__all__ = ["Action", "AttachmentOwner", "AttachmentSlot", "Consent", "Job", "MenuItem", "PageSlot", "Panel"]
__all__ += ["Plugin", "PluginSettings", "setting"]

# Where plugins may show something; the templates and these sets name the same places (tests/architecture).
MENUS, PANELS = frozenset({"member", "site"}), frozenset({"editor_home", "member"})
SLOTS = frozenset({"footer", "policy_aside", "recruitment_start", "section_rest"})
SLOTS |= {"home_aside", "home_doors", "home_main", "home_search"}
SLOTS |= {"mentor_aside", "mentor_facts", "mentor_head", "mentor_list", "mentor_sections", "mentor_share"}


@dataclass(frozen=True)
class MenuItem:
    """An entry in a menu; `rule`, a predicate over the user, decides who sees it (everybody without one)."""

    zone: str
    label: Any
    url_name: str
    rule: Callable[[Any], bool] | None = None
    order: int = 0


@dataclass(frozen=True)
class Panel:
    """A box in a zone of panels; its template gets what `context` returns for the request."""

    zone: str
    template: str
    context: Callable[[HttpRequest], Mapping[str, Any]] | None = None
    order: int = 0


@dataclass(frozen=True)
class PageSlot:
    """A piece of a page: shown where pages of the type (None: any page) have the slot of that name.

    `page_type` is a model or "app.Model"; the template gets `page` and what `context` returns for it.
    """

    page_type: type | str | None
    name: str
    template: str
    context: Callable[[HttpRequest, Any], Mapping[str, Any]] | None = None
    order: int = 0

    @property
    def model(self) -> type:
        """The type of page; `object` where any will do. Raises LookupError for a model that does not exist."""
        return apps.get_model(self.page_type) if isinstance(self.page_type, str) else self.page_type or object


class Plugin:
    """A table of contents written as class attributes; the registry holds one instance per installed plugin."""

    slug: ClassVar[str] = ""
    label: ClassVar[Any] = ""
    summary: ClassVar[Any] = ""
    version: ClassVar[str] = "0"
    portal: ClassVar[str] = ""
    requires: ClassVar[tuple[str, ...]] = ()
    enabled_by_default: ClassVar[bool] = False
    urls: ClassVar[str] = ""
    address: ClassVar[str] = ""
    api: ClassVar[Mapping[str, Any]] = {}
    menu: ClassVar[tuple[MenuItem, ...]] = ()
    panels: ClassVar[tuple[Panel, ...]] = ()
    page_slots: ClassVar[tuple[PageSlot, ...]] = ()
    staff_views: ClassVar[tuple[Any, ...]] = ()
    permissions: ClassVar[tuple[str, ...]] = ()
    grants: ClassVar[Mapping[str, tuple[str, ...]]] = {}
    jobs: ClassVar[tuple[Job, ...]] = ()
    workflows: ClassVar[tuple[Any, ...]] = ()
    casework: ClassVar[tuple[Any, ...]] = ()
    today: ClassVar[tuple[Callable[[Any], Iterable[Any]], ...]] = ()
    notices: ClassVar[tuple[Any, ...]] = ()
    settings: ClassVar[type[PluginSettings] | None] = None
    search_documents: ClassVar[tuple[str | type, ...]] = ()
    attachment_owners: ClassVar[tuple[AttachmentOwner, ...]] = ()
    consents: ClassVar[tuple[Consent, ...]] = ()
    audit_actions: ClassVar[tuple[Action, ...]] = ()
    accepts: ClassVar[Mapping[str, type]] = {}
    offers: ClassVar[Mapping[str, tuple[Any, ...]]] = {}

    def __init__(self, app: str) -> None:
        self.app = app
        self.bundled = app.startswith("plugins.")
        self.first_segment = self.address or self.slug

    def on_enable(self, site: Any) -> None:
        """Called in the transaction that switches the plugin on; an exception keeps it off."""

    def on_disable(self, site: Any) -> None:
        """Called in the transaction that switches the plugin off; an exception is logged, no more."""

    def sitemap(self, site: Any) -> Iterable[tuple[str, date | None]]:
        """Public addresses ("/hello/") with the day of their last change, for sitemap.xml."""
        return ()
