"""The contract notices what it is there to notice."""

import dataclasses
import sys
from types import ModuleType

import pytest
from django.contrib.auth.models import Group
from django.http import HttpResponse
from django.urls import include, path, re_path

from portal.plugin.base import AttachmentOwner, AttachmentSlot, MenuItem, PageSlot, Panel
from portal.plugin.gate import gate, url_patterns
from portal.plugin.registry import registry
from portal.plugin_contract.testing import PluginContract
from portal.roles.models import Grant
from tests.portal.plugin.conftest import plugin

contract = PluginContract()


@pytest.fixture
def mounted(install, here, settings):
    """`mounted(routes, …)`: the plugin alpha with these routes, in a URLconf of its own."""

    def mount(*routes, gated: bool = True, **attributes):
        install(plugin("alpha", **attributes))
        root = ModuleType("stranger_root")
        entries = [path("alpha/", include((list(routes), "alpha")))]
        root.urlpatterns = [*(gate(entries, "alpha") if gated else entries), *url_patterns()]
        settings.ROOT_URLCONF = root.__name__
        sys.modules[root.__name__] = root
        return registry["alpha"]

    yield mount
    sys.modules.pop("stranger_root", None)


def ok(request, **kwargs) -> HttpResponse:
    return HttpResponse("ok")


def broken(request) -> HttpResponse:
    raise RuntimeError("oops")


@pytest.fixture
def staff(here, manager, signed_in):
    client = signed_in(manager)
    client.raise_request_exception = False
    return client


def test_sound_routes_pass(mounted, here, staff) -> None:
    alpha = mounted(
        path("", ok, name="index"), path("<int:number>/<uuid:key>/", ok), path("<slug:word>/", ok, name="w")
    )
    contract.test_every_route_has_a_name_or_a_plain_pattern(alpha)
    contract.test_plain_addresses_answer_when_on(alpha, here, staff)


def test_broken_page_is_noticed(mounted, here, staff) -> None:
    alpha = mounted(path("broken/", broken, name="broken"))
    with pytest.raises(AssertionError, match=r"on, but not answering: .*/alpha/broken/.*500"):
        contract.test_plain_addresses_answer_when_on(alpha, here, staff)


def test_nameless_expression_is_noticed(mounted) -> None:
    alpha = mounted(re_path(r"^(\d+)/$", ok))
    with pytest.raises(AssertionError, match="routes without a name"):
        contract.test_every_route_has_a_name_or_a_plain_pattern(alpha)


def test_menu_entry_that_stays_is_noticed(mounted, here, monkeypatch) -> None:
    alpha = mounted(menu=(MenuItem("site", "甲", "healthz"),))
    monkeypatch.setattr("portal.plugin_contract.testing._shown_links", lambda plugin: {"/healthz"})
    monkeypatch.setattr("portal.plugin_contract.testing.reverse", lambda name: "/healthz")
    with pytest.raises(AssertionError, match="off, but still in menus"):
        contract.test_everything_it_shows_disappears_when_off(alpha, here)


def test_piece_that_stays_is_noticed(mounted, here, monkeypatch) -> None:
    alpha = mounted(page_slots=(PageSlot(None, "footer", "404.html"),))
    monkeypatch.setattr("portal.plugin_contract.testing._shown_templates", lambda plugin: {"404.html"})
    with pytest.raises(AssertionError, match="off, but still on pages"):
        contract.test_everything_it_shows_disappears_when_off(alpha, here)


def test_files_that_anybody_may_have_are_noticed(mounted, here) -> None:
    slots = (AttachmentSlot("proof", "佐证"),)
    closed = AttachmentOwner(Group, slots, lambda user, one: user.is_authenticated, lambda user, one: False)
    alpha = mounted(attachment_owners=(closed,))
    contract.test_files_are_closed_to_strangers(alpha, here)
    for name in ("may_read", "may_change"):
        opened = dataclasses.replace(closed, **{name: lambda user, one: True})
        alpha = mounted(attachment_owners=(opened,))
        with pytest.raises(AssertionError, match=r"anybody may have the files of auth\.group"):
            contract.test_files_are_closed_to_strangers(alpha, here)


def test_a_rule_that_looks_for_the_owner_of_an_empty_object_lets_nobody_in(mounted, here) -> None:
    slots = (AttachmentSlot("proof", "佐证"),)
    alpha = mounted(
        attachment_owners=(
            AttachmentOwner(Grant, slots, lambda user, one: user == one.person, lambda user, one: False),
        )
    )
    contract.test_files_are_closed_to_strangers(alpha, here)


def test_a_panel_may_look_up_what_belongs_to_the_person(mounted, here) -> None:
    def own(request) -> dict:
        return {"held": list(Grant.objects.filter(person=request.user))}

    alpha = mounted(panels=(Panel("member", "mentors/drawn.html", own),))
    contract.test_panels_menu_and_sitemap_work_when_on(alpha, here)


def test_a_plugin_that_is_not_used_is_named_with_the_reason(install, monkeypatch) -> None:
    class Missing(PluginContract):
        slug = "alpha"

    look = PluginContract.plugin.__wrapped__
    install()
    with pytest.raises(AssertionError, match="no plugin with the slug 'alpha' is installed"):
        look(Missing())
    monkeypatch.setattr(registry, "_refusals", {"stranger_alpha": "it has no slug"})
    with pytest.raises(AssertionError, match=r"not used: .*it has no slug"):
        look(Missing())


@pytest.mark.parametrize(
    ("source", "allowed"),
    [
        ("from portal.plugin.base import Plugin", True),
        ("from cms_pages.models import MentorPage", True),
        ("import django.forms, json", True),
        ("from portal.privacy.forms import ConsentField", True),
        ("from search.documents import Document", True),
        ("from search.engines import database", False),
        ("from portal.accounts.models import User", False),
        ("from cms_pages import queries", False),
        ("def late():\n    import plugins.mentors.models", False),
        ("from plugins import mentors", False),
    ],
)
def test_imports_are_held_against_what_is_allowed(monkeypatch, tmp_path, source: str, allowed: bool) -> None:
    package = tmp_path / "stranger_alpha"
    package.mkdir()
    (package / "__init__.py").write_text("")
    (package / "views.py").write_text(source)
    monkeypatch.syspath_prepend(tmp_path)
    alpha = plugin("alpha")
    monkeypatch.setattr(registry, "_usable", {**registry._plugins(), "alpha": alpha})
    try:
        if allowed:
            contract.test_it_imports_only_what_it_may(alpha)
        else:
            with pytest.raises(AssertionError, match="imports"):
                contract.test_it_imports_only_what_it_may(alpha)
    finally:
        sys.modules.pop("stranger_alpha", None)
