"""The contract as tests: subclass `PluginContract`, name the plugin, run pytest. Needs pytest-django."""

import ast
import importlib
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, ClassVar, NamedTuple

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.core.checks import ERROR, run_checks
from django.core.exceptions import ObjectDoesNotExist
from django.core.management import call_command
from django.test import Client, RequestFactory
from django.test.signals import template_rendered
from django.urls import URLResolver, get_resolver, reverse
from wagtail.models import Page, Site

from portal.accounts.testing import sign_in
from portal.plugin import slots, switches
from portal.plugin.base import Plugin
from portal.plugin.models import PluginSwitch
from portal.plugin.registry import registry
from portal.plugin_contract.checks import mistakes_of
from portal.plugin_sitemap import PluginSitemap

# What a plugin from outside may import of the portal; the rest changes without notice.
SUPPORTED = (
    "portal.plugin",
    "portal.plugin_contract",
    "cms_pages.models",
    "cms_pages.choices",
    "api.masked",
    "api.pagination",
    "api.parameters",
    "api.personal",
    "api.viewsets",
    "api.workflow",
    "portal.accounts.testing",
    "portal.attachments.access",
    "portal.attachments.actions",
    "portal.attachments.forms",
    "portal.attachments.keeping",
    "portal.attachments.showing",
    "portal.audit.recording",
    "portal.audit.table",
    "portal.casework",
    "portal.clock",
    "portal.desk.checklists",
    "portal.masking",
    "portal.notices",
    "portal.numbering",
    "portal.privacy.base",
    "portal.privacy.consents",
    "portal.privacy.encryption",
    "portal.privacy.forms",
    "portal.privacy.signals",
    "portal.submitting",
    "portal.wishes",
    "portal.workflow",
    "portal.working_time",
    "search.asking",
    "search.demand.noting",
    "search.documents",
    "search.finding",
    "search.indexing",
    "search.listing",
    "search.query",
    "search.results",
    "search.showing",
)
LAYERS = ("portal", "search", "cms_pages", "api")
NAMED_GROUP = re.compile(r"\(\?P<(\w+)>([^()]+)\)")
EXAMPLES = ("1", "x", "AAAAAA", "2026-11-22", "00000000-0000-0000-0000-000000000000")


class Route(NamedTuple):
    """A route as the whole URLconf has it: its pattern, name, parameters, and the plugin it belongs to, if any."""

    pattern: str
    name: str
    parameters: dict[str, Any]
    plugin: str | None


ROOT = Route("", "", {}, None)


def all_routes(entries: Iterable[Any] | None = None, above: Route = ROOT) -> Iterator[Route]:
    """Every route of the URLconf in use; the name carries its namespaces ("hello:index"), empty without a name."""
    for entry in get_resolver().url_patterns if entries is None else entries:
        pattern = above.pattern + str(entry.pattern)
        parameters = {**above.parameters, **_groups(entry.pattern.regex), **entry.pattern.converters}
        if isinstance(entry, URLResolver):
            name = f"{above.name}{entry.namespace}:" if entry.namespace else above.name
            yield from all_routes(entry.url_patterns, Route(pattern, name, parameters, None))
        else:
            name = f"{above.name}{entry.name}" if entry.name else ""
            yield Route(pattern, name, parameters, getattr(entry.callback, "plugin_slug", None))


def _groups(regex: re.Pattern[str]) -> dict[str, str]:
    """The named groups of a regular expression, with what each of them takes; groups inside them are not read."""
    taken = dict(NAMED_GROUP.findall(regex.pattern))
    return {name: taken.get(name, "1") for name in regex.groupindex}


class PluginContract:
    """What holds for every plugin.

    `slug` names the plugin. `url_values` gives example values for URL parameters that none of EXAMPLES fits;
    the objects they name need not exist.
    """

    slug: ClassVar[str] = ""
    url_values: ClassVar[dict[str, Any]] = {}

    @pytest.fixture
    def plugin(self) -> Plugin:
        _none(registry.refusals, "not used")
        assert self.slug in registry, f"no plugin with the slug {self.slug!r} is installed"
        return registry[self.slug]

    @pytest.fixture
    def plugin_site(self, db: None) -> Iterator[Any]:
        """The default site, without anything that another test left in the cache."""
        cache.clear()
        site = Site.objects.filter(is_default_site=True).first()
        yield site or Site.objects.create(
            hostname="localhost", is_default_site=True, root_page=Page.get_first_root_node()
        )
        cache.clear()

    @pytest.fixture
    def staff(self, plugin_site: Any) -> Client:
        """Somebody who may do everything, so that a 404 is the gate's."""
        user = get_user_model().objects.create_superuser("contract", "contract@hailan.example", "contract")
        return sign_in(Client(raise_request_exception=False), user)

    def test_declaration_has_no_mistake(self, plugin: Plugin) -> None:
        _none(mistakes_of(plugin), "mistakes")

    def test_start_up_has_no_complaint(self, plugin: Plugin) -> None:
        """Notices, workflows, grants, findable things: each part of the portal looks at its own."""
        complaints = [message for message in run_checks() if message.level >= ERROR]
        _none([message.msg for message in complaints], "manage.py check complains")

    def test_every_route_has_a_name_or_a_plain_pattern(self, plugin: Plugin) -> None:
        nameless = [route.pattern for route in _routes(plugin) if not route.name]
        _none([pattern for pattern in nameless if re.search(r"[\^$(\\]", pattern)], "routes without a name")

    def test_plain_addresses_answer_when_on(self, plugin: Plugin, plugin_site: Any, staff: Client) -> None:
        _switch_on(plugin, plugin_site)
        answers = {url: staff.get(url).status_code for url in self._urls(plugin, parameters=False)}
        _none(
            {url: code for url, code in answers.items() if code == 404 or code >= 500},
            "on, but not answering",
        )

    def test_every_address_answers_404_when_off(
        self, plugin: Plugin, plugin_site: Any, staff: Client
    ) -> None:
        _switch_on(plugin, plugin_site)
        switches.switch(plugin, plugin_site, on=False)
        answers = {url: staff.get(url).status_code for url in self._urls(plugin)}
        _none({url: code for url, code in answers.items() if code != 404}, "off, but still answering")

    def test_everything_it_shows_disappears_when_off(self, plugin: Plugin, plugin_site: Any) -> None:
        _switch_on(plugin, plugin_site)
        addresses = {location for location, _lastmod in plugin.sitemap(plugin_site)}
        switches.switch(plugin, plugin_site, on=False)
        own = {piece.template for piece in plugin.page_slots} | {panel.template for panel in plugin.panels}
        _none(_shown_templates(plugin) & own, "off, but still on pages")
        _none(
            _shown_links(plugin) & {reverse(item.url_name) for item in plugin.menu}, "off, but still in menus"
        )
        listed = {location for location, _lastmod in PluginSitemap(plugin_site).items()}
        _none(addresses & listed, "off, but still in the sitemap")

    def test_panels_menu_and_sitemap_work_when_on(self, plugin: Plugin, plugin_site: Any) -> None:
        _switch_on(plugin, plugin_site)
        _shown_links(plugin)
        PluginSitemap(plugin_site).items()
        shown = _shown_templates(plugin, with_slots=False)
        failures = PluginSwitch.objects.filter(slug=plugin.slug).exclude(last_failure="")
        _none(list(failures.values_list("last_failure", flat=True)), "on, but raising")
        _none({panel.template for panel in plugin.panels} - shown, "on, but not shown")

    def test_files_are_closed_to_strangers(self, plugin: Plugin, plugin_site: Any) -> None:
        stranger = AnonymousUser()
        for owner in plugin.attachment_owners:
            open_to_all = any(_says_yes(rule, stranger, owner) for rule in (owner.may_read, owner.may_change))
            assert not open_to_all, f"anybody may have the files of {owner.model_label}"

    def test_data_stays_when_off(self, plugin: Plugin, plugin_site: Any) -> None:
        _switch_on(plugin, plugin_site)
        PluginSwitch.objects.filter(site=plugin_site, slug=plugin.slug).update(values={"kept": 1})
        switches.switch(plugin, plugin_site, on=False)
        kept = PluginSwitch.objects.get(site=plugin_site, slug=plugin.slug).values
        assert kept == {"kept": 1}, "switching off has lost the settings"

    def test_migrations_are_complete_and_named(self, plugin: Plugin, db: None) -> None:
        call_command("makemigrations", plugin.slug, check=True, dry_run=True, verbosity=0)
        package = Path(_package(plugin).__path__[0]) / "migrations"
        _none([path.name for path in package.glob("*_auto_*.py")], "migrations without a name")

    def test_it_imports_only_what_it_may(self, plugin: Plugin) -> None:
        required = {registry[slug].app for slug in registry.requirements(plugin.slug)}
        foreign = {other.app for other in registry} - required - {plugin.app}
        imports = _imports(plugin)
        _none(
            {name for name in imports if _within(name, *foreign)},
            "imports of plugins that it does not require",
        )
        if not plugin.bundled:
            inner = {name for name in imports if _within(name, *LAYERS)}
            _none({name for name in inner if not _within(name, *SUPPORTED)}, "imports that are not supported")

    def _urls(self, plugin: Plugin, *, parameters: bool = True) -> list[str]:
        return [self._url(route) for route in _routes(plugin) if parameters or not route.parameters]

    def _url(self, route: Route) -> str:
        values = {
            name: self.url_values[name] if name in self.url_values else _example(converter)
            for name, converter in route.parameters.items()
        }
        if route.name:
            return reverse(route.name, kwargs=values)
        return "/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda found: str(values[found[1]]), route.pattern)


def _says_yes(rule: Any, person: Any, owner: Any) -> bool:
    """Whether a rule lets somebody have the files of an empty object; one that looks for its owner finds none."""
    try:
        return bool(rule(person, owner.model_class()))
    except ObjectDoesNotExist:
        return False


def _none(found: Any, complaint: str) -> None:
    """Fail with what was found; a bare assert outside the author's own test files would say nothing."""
    assert not found, f"{complaint}: {found}"


def _example(converter: Any) -> Any:
    """A value that the converter, or the group of a regular expression, takes."""
    regex = getattr(converter, "regex", converter)
    words = regex.split("|")  # "visit|interview" takes either
    fitting = next((example for example in (*EXAMPLES, *words) if re.fullmatch(regex, example)), None)
    assert fitting is not None, f"give an example for {regex} in url_values"
    return converter.to_python(fitting) if hasattr(converter, "to_python") else fitting


def _switch_on(plugin: Plugin, site: Any) -> None:
    for needed in registry:
        if needed.slug in {plugin.slug, *registry.requirements(plugin.slug)}:
            switches.switch(needed, site, on=True)


def _routes(plugin: Plugin) -> list[Route]:
    return [route for route in all_routes() if route.plugin == plugin.slug]


def _request() -> Any:
    """What somebody asks who may do everything; an account that is kept, as pieces look up what belongs to it."""
    request = RequestFactory().get("/")
    request.user, _new = get_user_model().objects.get_or_create(username="contract", is_superuser=True)
    return request


def _shown_links(plugin: Plugin) -> set[str]:
    request = _request()
    return {link.url for item in plugin.menu for link in slots.menu(item.zone, request)}


def _shown_templates(plugin: Plugin, *, with_slots: bool = True) -> set[str]:
    """The templates behind what all plugins show in this plugin's zones and slots."""
    names: set[str] = set()

    def note(template: Any, **kwargs: Any) -> None:
        names.add(template.name)

    context = {"request": _request()}
    template_rendered.connect(note)
    try:
        for zone in {panel.zone for panel in plugin.panels}:
            slots.panels(context, zone)
        for piece in plugin.page_slots if with_slots else ():
            slots.slot(context, piece.name, piece.model())
    finally:
        template_rendered.disconnect(note)
    return names


def _package(plugin: Plugin) -> Any:
    return importlib.import_module(plugin.app)


def _imports(plugin: Plugin) -> set[str]:
    """Every absolute name that the plugin's modules import, also inside functions; migrations set aside."""
    names: set[str] = set()
    sources = Path(_package(plugin).__path__[0]).rglob("*.py")
    for source in (path for path in sources if "migrations" not in path.parts):
        for node in ast.walk(ast.parse(source.read_text("utf-8"))):
            match node:
                case ast.Import(names=aliases):
                    names |= {alias.name for alias in aliases}
                case ast.ImportFrom(module=str(origin), names=aliases, level=0):
                    names |= {f"{origin}.{alias.name}" for alias in aliases}
    return names


def _within(name: str, *packages: str) -> bool:
    return any(name == package or name.startswith(f"{package}.") for package in packages)
