"""What is wrong with a plugin's declaration, in sentences that name the plugin and the mistake.

`manage.py check` reports them at start-up, `portal.plugin_contract.testing.PluginContract` as test failures.
"""

import importlib.util
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from django.apps import AppConfig, apps
from django.core.checks import CheckMessage, Error, Warning, register
from django.template.loader import get_template
from django.urls import Resolver404, resolve, reverse
from packaging.version import Version
from wagtail.models import Page

from portal.attachments.base import mistakes_of as wrong_attachments
from portal.plugin.base import MENUS, PANELS, SLOTS, Plugin
from portal.plugin.registry import registry
from portal.plugin.settings import FORM_FIELDS, declared
from portal.privacy.checks import mistakes_of as wrong_personal_data
from portal.privacy.checks import undeclared
from portal.privacy.registry import personal_data

LONGEST_ACTION = LONGEST_CONSENT = 60

# First parts of addresses that the portal has or will have; a test holds the list against the URLconf.
KEPT = frozenset(
    {
        "_util",
        "about",
        "accounts",
        "admin",
        "api",
        "attachments",
        "cases",
        "desk",
        "documents",
        "faq",
        "feeds",
    }
)
KEPT |= {
    "healthz",
    "leave",
    "media",
    "member",
    "mentors",
    "notices",
    "policies",
    "preferences",
    "readyz",
    "recruitment",
}
KEPT |= {"robots.txt", "search", "services", "sitemap", "sitemap.xml", "static", "styleguide"}


readers: list[Callable[[], Any]] = []
"""What other layers read of plugins; they take those out of use in which they find a mistake."""


@register("plugins")
def check_plugins(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Mistaken declarations are errors; so are refused plugins of the portal itself, a stranger's is a warning."""
    for read in readers:
        read()
    messages: list[CheckMessage] = [
        Error(f"Plugin {plugin.slug} ({plugin.app}): {mistake}.", id="plugin.E001")
        for plugin in registry
        for mistake in mistakes_of(plugin)
    ]
    for app, reason in registry.refusals.items():
        kind, number = (Error, "plugin.E002") if app.startswith("plugins.") else (Warning, "plugin.W001")
        messages.append(kind(f"Plugin {app} is not used: {reason.rstrip('.')}.", id=number))
    return messages


def mistakes_of(plugin: Plugin) -> list[str]:
    """Everything wrong with the declaration of one plugin; needs no database."""
    kinds = (
        _names,
        _words,
        _addresses,
        _pieces,
        _staff_views,
        _permissions,
        _settings,
        _attachments,
        _consents,
        _audit_actions,
        _offers,
        _casework,
        _personal_data,
        _application,
    )
    return [mistake for kind in kinds for mistake in kind(plugin)]


def _attempt(complaint: str, action: Callable[..., Any], *args: Any) -> Iterator[str]:
    try:
        action(*args)
    except Exception as error:
        yield f"{complaint} ({type(error).__name__}: {error})"


def _names(plugin: Plugin) -> Iterator[str]:
    own = {name for part in type(plugin).__mro__ if issubclass(part, Plugin) for name in vars(part)}
    yield from (
        f"it declares {name!r}, which is no attribute of a plugin; a name of its own begins with _"
        for name in sorted(own - vars(Plugin).keys() - Plugin.__annotations__.keys())
        if not name.startswith("_")
    )


def _words(plugin: Plugin) -> Iterator[str]:
    if not str(plugin.label):
        yield "it has no label"
    if not plugin.bundled and not plugin.portal:
        yield 'it does not say which portal versions it supports, for example portal = ">=0.1,<1"'
    yield from _attempt("its version cannot be read", Version, plugin.version)


def _addresses(plugin: Plugin) -> Iterator[str]:
    if plugin.address and not plugin.bundled:
        yield "only a plugin that comes with the portal may choose its address; others live at /<slug>/"
    if plugin.urls:
        if plugin.first_segment in KEPT:
            yield f"the address /{plugin.first_segment}/ belongs to the portal"
        for other in registry:
            if other is not plugin and other.urls and other.first_segment == plugin.first_segment:
                yield f"the address /{plugin.first_segment}/ is also that of {other.slug}"
        if getattr(importlib.import_module(plugin.urls), "app_name", None) != plugin.slug:
            yield f"{plugin.urls} does not set app_name = {plugin.slug!r}"
    for route in plugin.api:
        try:
            owner = getattr(resolve(f"/api/v1/{route}/").func, "plugin_slug", "the portal")
        except Resolver404:
            owner = "nobody"
        if owner != plugin.slug:
            yield f"the API route {route!r} leads to {owner}"
    for item in plugin.menu:
        yield from _attempt(f"the menu entry {item.url_name!r} leads nowhere", reverse, item.url_name)


def _pieces(plugin: Plugin) -> Iterator[str]:
    known = SLOTS | {piece.name for piece in plugin.page_slots if piece.name.split(".")[0] in plugin.requires}
    yield from (f"there is no menu {item.zone!r}" for item in plugin.menu if item.zone not in MENUS)
    yield from (
        f"there is no panel zone {panel.zone!r}" for panel in plugin.panels if panel.zone not in PANELS
    )
    yield from (f"there is no slot {piece.name!r}" for piece in plugin.page_slots if piece.name not in known)
    for piece in plugin.page_slots:
        if wrong := list(
            _attempt(f"slot {piece.name!r} is for no page type", lambda piece=piece: piece.model)
        ):
            yield from wrong
        elif piece.model is not object and not issubclass(piece.model, Page):
            yield f"slot {piece.name!r} is for {piece.model.__name__}, which is no page type"
    templates = {panel.template for panel in plugin.panels} | {piece.template for piece in plugin.page_slots}
    for template in sorted(templates):
        yield from _attempt(f"the template {template} cannot be used", get_template, template)
    for job in plugin.jobs:
        if not job.name.startswith(f"{plugin.slug}."):
            yield f"the job {job.name!r} does not start with {plugin.slug}."
        yield from _attempt(f"the job {job.name!r} has no target", job.function)


def _staff_views(plugin: Plugin) -> Iterator[str]:
    """Names of staff lists are namespaces of addresses, shared with the plugins' own pages."""
    slugs = {other.slug for other in registry} | {plugin.slug}
    others = {name for other in registry if other is not plugin for name in _staff_names(other)}
    for name in _staff_names(plugin):
        if name in slugs:
            yield f"a staff view is called {name!r} as the pages of plugin {name} are; give it another `name`"
        elif name in others:
            yield f"a staff view is called {name!r} as one of another plugin is; give it another `name`"


def _staff_names(plugin: Plugin) -> list[str]:
    views = [view for part in plugin.staff_views for view in getattr(part, "items", (part,))]
    return [(view() if isinstance(view, type) else view).url_namespace for view in views]


def _permissions(plugin: Plugin) -> Iterator[str]:
    known = _known_permissions()
    yield from (f"there is no permission {name!r}" for name in plugin.permissions if name not in known)


def _known_permissions() -> set[str]:
    known = set()
    for model in apps.get_models():
        meta = model._meta
        known |= {f"{meta.app_label}.{action}_{meta.model_name}" for action in meta.default_permissions}
        known |= {f"{meta.app_label}.{codename}" for codename, _name in meta.permissions}
    return known


def _settings(plugin: Plugin) -> Iterator[str]:
    if plugin.settings is None:
        return
    if plugin.settings.plugin != plugin.slug:
        yield f"{plugin.settings.__name__} is declared for plugin {plugin.settings.plugin!r}"
    if wrong := [field.name for field in declared(plugin.settings) if type(field.default) not in FORM_FIELDS]:
        yield f"the defaults of {', '.join(wrong)} are not bool, int, Decimal or str, or are missing"
    else:
        yield from _attempt("its settings refuse their own defaults", plugin.settings.differing, {})


def _attachments(plugin: Plugin) -> Iterator[str]:
    for owner in plugin.attachment_owners:
        yield from wrong_attachments(owner)
        if owner.model_label.partition(".")[0] != plugin.slug:
            yield f"attachments of {owner.model_label}: it is no model of the plugin's own"


def _consents(plugin: Plugin) -> Iterator[str]:
    for consent in plugin.consents:
        if not consent.key.startswith(f"{plugin.slug}.") or len(consent.key) > LONGEST_CONSENT:
            yield (
                f"the consent {consent.key!r} does not start with {plugin.slug}., or is longer than {LONGEST_CONSENT}"
            )
        if not (consent.version and str(consent.title) and str(consent.text)):
            yield f"the consent {consent.key!r} lacks its version, title or text"


def _audit_actions(plugin: Plugin) -> Iterator[str]:
    for action in plugin.audit_actions:
        if not action.name.startswith(f"{plugin.slug}.") or len(action.name) > LONGEST_ACTION:
            yield f"the action {action.name!r} does not start with {plugin.slug}., or is longer than {LONGEST_ACTION}"


def _offers(plugin: Plugin) -> Iterator[str]:
    for point in plugin.accepts:
        if not point.startswith(f"{plugin.slug}."):
            yield f"the point {point!r} does not start with {plugin.slug}."
    stands_on = [plugin, *(registry[slug] for slug in registry.requirements(plugin.slug))]
    points = {point: kind for other in stands_on for point, kind in other.accepts.items()}
    for point, items in plugin.offers.items():
        if point not in points:
            yield f"neither it nor what it requires accepts anything at {point!r}"
        elif wrong := [item for item in items if not isinstance(item, points[point])]:
            yield f"at {point!r} it offers {type(wrong[0]).__name__} instead of {points[point].__name__}"


def _casework(plugin: Plugin) -> Iterator[str]:
    for file in plugin.casework:
        flow = file.workflow
        if flow not in plugin.workflows:
            yield f"it shows cases of {flow.__name__}, which is no workflow of its own"
        named = {*file.todo, *file.path, *file.work} - {*flow.states.values}
        yield from (f"cases of {flow.__name__}: there is no state {state!r}" for state in sorted(named))
        moves = {*file.elsewhere, *file.letters, *file.pages} - {*flow.transitions}
        yield from (f"cases of {flow.__name__}: there is no move {move!r}" for move in sorted(moves))
        unknown = {*file.work.values()} - _known_permissions()
        yield from (f"cases of {flow.__name__}: there is no permission {name!r}" for name in sorted(unknown))
        for move, route in file.pages.items():
            leads_nowhere = f"cases of {flow.__name__}: the page of {move!r} leads nowhere"
            yield from _attempt(leads_nowhere, reverse, route, None, [1])
        if file.template:
            unusable = f"cases of {flow.__name__}: the template {file.template} cannot be used"
            yield from _attempt(unusable, get_template, file.template)


def _personal_data(plugin: Plugin) -> Iterator[str]:
    for model, field in undeclared():
        if model.partition(".")[0] == plugin.slug:
            yield f"{model}.{field} looks personal and is neither declared nor in NOT_PERSONAL of personal_fields.py"
    for group in personal_data():
        if group.model.partition(".")[0] == plugin.slug:
            yield from (f"personal data of {group.model}: {words}" for words in wrong_personal_data(group))


def _application(plugin: Plugin) -> Iterator[str]:
    config = apps.get_containing_app_config(plugin.app)
    if config is None or config.name != plugin.app or config.label != plugin.slug:
        yield "no installed application has its slug as label"
        return
    if importlib.util.find_spec(f"{plugin.app}.wagtail_hooks"):
        yield "it has a wagtail_hooks.py, whose hooks would stay when the plugin is off"
    foreign = {other.slug for other in registry} - {plugin.slug, *registry.requirements(plugin.slug)}
    for model in config.get_models(include_auto_created=True):
        if not model._meta.db_table.startswith(f"{config.label}_"):
            yield f"the table of {model.__name__} does not start with {config.label}_"
        for field in model._meta.get_fields():
            related = getattr(field.related_model, "_meta", None) if not field.auto_created else None
            if related and related.app_label in foreign:
                yield f"{model.__name__}.{field.name} points at {related.app_label}, which it does not require"
