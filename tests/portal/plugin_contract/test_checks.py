"""Each mistake has its sentence, and the sentence names plugin and mistake."""

import dataclasses
import re
import sys
from datetime import timedelta
from types import ModuleType
from typing import Any

import pytest
from django.apps import apps
from django.http import HttpResponse
from django.urls import include, path
from rest_framework.viewsets import ViewSet
from wagtail.admin.viewsets.base import ViewSet as StaffViews
from wagtail.admin.viewsets.base import ViewSetGroup

from portal.accounts.models import User
from portal.plugin.base import (
    Action,
    AttachmentOwner,
    AttachmentSlot,
    Consent,
    Job,
    MenuItem,
    PageSlot,
    Panel,
    PluginSettings,
    setting,
)
from portal.plugin.gate import api_patterns
from portal.plugin.registry import registry
from portal.plugin_contract import checks
from portal.plugin_contract.checks import check_plugins, mistakes_of
from portal.plugin_contract.shape import wrong_shape
from portal.plugin_contract.testing import all_routes
from portal.privacy.base import Basis, PersonalData
from tests.portal.plugin.conftest import plugin


class ForSomebodyElse(PluginSettings, plugin="omega"):
    number: int = setting(1, label="数")


class Unfit(PluginSettings, plugin="alpha"):
    many: list = setting((), label="多")


class SelfRefusing(PluginSettings, plugin="alpha"):
    number: int = setting(0, label="数", min_value=1)


class Empty(ViewSet):
    def list(self, request: Any) -> HttpResponse:
        return HttpResponse()


class Namesake(StaffViews):
    name = "alpha"


class Namesakes(ViewSetGroup):
    items = (Namesake,)


SLOT = AttachmentSlot("proof", "佐证")


def job(target: Any = "django.utils.timezone.now") -> Job:
    return Job("alpha.job", "工作", target, timedelta(hours=1))


@pytest.fixture
def mistakes(install, monkeypatch):
    """`mistakes(attribute=value)`: what is said about a plugin that is sound but for these."""
    monkeypatch.setattr(
        checks, "_application", lambda plugin: iter(())
    )  # these plugins are no Django applications

    def of(**attributes: Any) -> list[str]:
        install(plugin("alpha", **attributes))
        return mistakes_of(registry["alpha"])

    return of


def test_sound_plugin_has_none(mistakes) -> None:
    assert mistakes(version="1.2", permissions=("accounts.add_user",), jobs=(job(),)) == []


@pytest.mark.parametrize(
    ("attributes", "sentence"),
    [
        ({"label": ""}, "it has no label"),
        (
            {"portal": ""},
            'it does not say which portal versions it supports, for example portal = ">=0.1,<1"',
        ),
        ({"version": "first"}, "its version cannot be read (InvalidVersion: Invalid version: 'first')"),
        (
            {"address": "shop"},
            "only a plugin that comes with the portal may choose its address; others live at /<slug>/",
        ),
        ({"menu": (MenuItem("attic", "甲", "healthz"),)}, "there is no menu 'attic'"),
        (
            {"menu": (MenuItem("site", "甲", "no:where"),)},
            "the menu entry 'no:where' leads nowhere (NoReverseMatch: ",
        ),
        ({"panels": (Panel("attic", "404.html"),)}, "there is no panel zone 'attic'"),
        ({"page_slots": (PageSlot(None, "attic", "404.html"),)}, "there is no slot 'attic'"),
        (
            {"page_slots": (PageSlot("cms_pages.Attic", "footer", "404.html"),)},
            "slot 'footer' is for no page type (LookupError: App 'cms_pages' doesn't have a 'Attic' model.)",
        ),
        (
            {"page_slots": (PageSlot(User, "footer", "404.html"),)},
            "slot 'footer' is for User, which is no page type",
        ),
        (
            {"panels": (Panel("editor_home", "attic.html"),)},
            "the template attic.html cannot be used (TemplateDoesNotExist: attic.html)",
        ),
        (
            {"staff_views": (Namesakes,)},
            "a staff view is called 'alpha' as the pages of plugin alpha are; give it another `name`",
        ),
        ({"permissions": ("accounts.fly_user",)}, "there is no permission 'accounts.fly_user'"),
        (
            {"jobs": (job("attic.stairs"),)},
            "the job 'alpha.job' has no target (ModuleNotFoundError: No module named 'attic')",
        ),
        (
            {"jobs": (Job("job", "工作", str, timedelta(hours=1)),)},
            "the job 'job' does not start with alpha.",
        ),
        (
            {"pannels": (Panel("editor_home", "404.html"),)},
            "it declares 'pannels', which is no attribute of a plugin; a name of its own begins with _",
        ),
        ({"settings": ForSomebodyElse}, "ForSomebodyElse is declared for plugin 'omega'"),
        ({"settings": Unfit}, "the defaults of many are not bool, int, Decimal or str, or are missing"),
        ({"settings": SelfRefusing}, "its settings refuse their own defaults (ValidationError: "),
        ({"api": {"things": Empty}}, "the API route 'things' leads to the portal"),
        (
            {"attachment_owners": (AttachmentOwner("alpha.Attic", (SLOT,), bool, bool),)},
            "its attachments belong to no model (LookupError: No installed app with label 'alpha'.)",
        ),
        (
            {"attachment_owners": (AttachmentOwner(User, (SLOT,), bool, bool),)},
            "attachments of accounts.user: it is no model of the plugin's own",
        ),
        (
            {"consents": (Consent("omega.photo", "1", "照片", "展示照片。"),)},
            "the consent 'omega.photo' does not start with alpha., or is longer than 60",
        ),
        (
            {"consents": (Consent("alpha.photo", "1", "照片", ""),)},
            "the consent 'alpha.photo' lacks its version, title or text",
        ),
        (
            {"audit_actions": (Action("omega.greeted", "问候"),)},
            "the action 'omega.greeted' does not start with alpha., or is longer than 60",
        ),
    ],
)
def test_mistake_is_named(mistakes, attributes: dict[str, Any], sentence: str) -> None:
    (mistake,) = mistakes(**attributes)
    assert mistake.startswith(sentence)


@pytest.mark.parametrize(
    ("attributes", "sentence"),
    [
        ({"slug": ""}, "it has no slug"),
        ({"slug": "Alpha-1"}, "the slug 'Alpha-1' is not lower-case letters, digits and underscores"),
        ({"notices": job()}, "notices is not a tuple; one entry alone needs a comma, (…,)"),
        ({"requires": "mentors"}, "requires is not a tuple; one entry alone needs a comma, (…,)"),
        ({"api": (Empty,)}, "api is not a mapping"),
        ({"urls": None}, "urls is not a plain string"),
        ({"grants": {"editor": "alpha.fly"}}, "grants of 'editor' is not a tuple; one entry alone needs"),
        ({"panels": ("404.html",)}, "panels holds '404.html' instead of Panel"),
        ({"settings": Empty}, "settings is not a class of PluginSettings"),
    ],
)
def test_a_declaration_that_cannot_be_read_is_refused_with_a_sentence(attributes, sentence: str) -> None:
    assert wrong_shape(plugin(**{"slug": "alpha", **attributes})).startswith(sentence)


def test_a_case_file_that_leads_nowhere_is_a_mistake(mistakes) -> None:
    """The desk would find out only when somebody opens such a case."""
    file = next(file for file in registry["mentors"].casework if file.work)
    flow = file.workflow
    first = next(iter(flow.transitions))
    broken = dataclasses.replace(
        file,
        work=dict.fromkeys(file.work, "alpha.fly"),
        template="attic.html",
        pages={first: "no:where"},
    )
    found = mistakes(casework=(broken,), workflows=(flow,))
    assert f"cases of {flow.__name__}: there is no permission 'alpha.fly'" in found
    assert any(
        words.startswith(f"cases of {flow.__name__}: the page of {first!r} leads nowhere") for words in found
    )
    assert any("the template attic.html cannot be used" in words for words in found)


def test_slots_of_a_required_plugin_may_be_filled(install, monkeypatch) -> None:
    monkeypatch.setattr(checks, "_application", lambda plugin: iter(()))
    install(
        plugin("base"),
        plugin("top", requires=("base",), page_slots=(PageSlot(None, "base.corner", "404.html"),)),
    )
    assert mistakes_of(registry["top"]) == []


def test_plugin_that_is_not_installed_as_an_application_is_a_mistake(install) -> None:
    install(plugin("alpha"))
    assert mistakes_of(registry["alpha"]) == ["no installed application has its slug as label"]


@pytest.fixture
def pages(settings):
    """`pages("alpha", …)`: URL modules for plugins of these slugs, and afterwards a root URLconf with them."""
    made = []

    def add(name: str, **attributes: Any) -> str:
        module = ModuleType(name)
        vars(module).update(attributes)
        sys.modules[name] = module
        made.append(name)
        return name

    yield add
    for name in made:
        sys.modules.pop(name, None)


def test_address_of_the_portal_cannot_be_taken(mistakes, pages, settings) -> None:
    assert "the address /admin/ belongs to the portal" in mistakes(
        urls=pages("stranger_pages", app_name="alpha", urlpatterns=[]), address="admin"
    )
    assert "the address /member/ belongs to the portal" in mistakes(
        urls=pages("stranger_pages", app_name="alpha", urlpatterns=[]), address="member"
    )


def test_urls_without_the_plugins_namespace_are_a_mistake(mistakes, pages) -> None:
    assert mistakes(urls=pages("stranger_pages", urlpatterns=[])) == [
        "stranger_pages does not set app_name = 'alpha'"
    ]


def test_two_plugins_at_one_address_are_told_of_each_other(install, pages, monkeypatch) -> None:
    monkeypatch.setattr(checks, "_application", lambda plugin: iter(()))
    sharing = {"urls": pages("stranger_pages", app_name="alpha", urlpatterns=[])}
    install(plugin("alpha", **sharing), plugin("beta", address="alpha", **sharing))
    assert mistakes_of(registry["alpha"]) == ["the address /alpha/ is also that of beta"]
    assert "the address /alpha/ is also that of alpha" in mistakes_of(registry["beta"])


def test_two_plugins_at_one_api_route_are_told_of_each_other(install, pages, settings, monkeypatch) -> None:
    monkeypatch.setattr(checks, "_application", lambda plugin: iter(()))
    install(plugin("alpha", api={"things": Empty}), plugin("beta", api={"things": Empty}))
    settings.ROOT_URLCONF = pages("stranger_root", urlpatterns=[path("api/v1/", include(api_patterns()))])
    assert mistakes_of(registry["alpha"]) == []
    assert mistakes_of(registry["beta"]) == ["the API route 'things' leads to alpha"]


def test_two_plugins_with_one_name_for_staff_are_told_of_each_other(install, monkeypatch) -> None:
    monkeypatch.setattr(checks, "_application", lambda plugin: iter(()))
    twins = [type(f"Staff{number}", (StaffViews,), {"name": "books"}) for number in (1, 2)]
    both = [plugin(slug, staff_views=(twin,)) for slug, twin in zip(("alpha", "omega"), twins, strict=True)]
    install(*both)
    for one in both:
        (mistake,) = mistakes_of(one)
        assert mistake == "a staff view is called 'books' as one of another plugin is; give it another `name`"


def test_api_route_of_the_portal_cannot_be_taken(install, pages, settings, monkeypatch) -> None:
    monkeypatch.setattr(checks, "_application", lambda plugin: iter(()))
    install(plugin("alpha", api={"cases": Empty, "good": Empty}))
    core = path("cases/", lambda request: HttpResponse())
    settings.ROOT_URLCONF = pages(
        "stranger_root", urlpatterns=[path("api/v1/", include([core, *api_patterns()]))]
    )
    assert mistakes_of(registry["alpha"]) == ["the API route 'cases' leads to the portal"]


def test_every_first_part_of_the_portals_addresses_is_kept() -> None:
    patterns = [route.pattern for route in all_routes() if route.plugin is None]
    firsts = {found[1] for pattern in patterns if (found := re.match(r"\^?([\w.-]+)(?:/|$)", pattern))}
    assert {"admin", "policies", "robots.txt"} <= firsts <= checks.KEPT


def test_check_names_the_plugin_and_is_milder_with_strangers(install, monkeypatch) -> None:
    install(plugin("alpha"))
    refusals = {
        "stranger_old": "it supports portal >=9, this is 0.1.0",
        "plugins.ours": "SyntaxError: invalid syntax",
    }
    monkeypatch.setattr(registry, "_refusals", refusals)
    assert [(message.id, message.msg) for message in check_plugins(None)] == [
        ("plugin.E001", "Plugin alpha (stranger_alpha): no installed application has its slug as label."),
        ("plugin.W001", "Plugin stranger_old is not used: it supports portal >=9, this is 0.1.0."),
        ("plugin.E002", "Plugin plugins.ours is not used: SyntaxError: invalid syntax."),
    ]


@pytest.fixture
def mentors(install):
    """A real plugin and what it requires, beside one that calls itself by the name of another application."""
    real = registry["mentors"]
    install(*(registry[slug] for slug in registry.requirements(real.slug)), real, plugin("cms_pages"))
    return real


def test_relation_to_a_plugin_that_is_not_required_is_a_mistake(mentors) -> None:
    assert "Mentor.page points at cms_pages, which it does not require" in mistakes_of(mentors)


def test_table_under_another_name_is_a_mistake(mentors, monkeypatch) -> None:
    monkeypatch.setattr(apps.get_model("mentors.Mentor")._meta, "db_table", "auth_user_too")
    assert "the table of Mentor does not start with mentors_" in mistakes_of(mentors)


def test_hooks_module_is_a_mistake(mentors, monkeypatch) -> None:
    monkeypatch.setattr(
        checks.importlib.util, "find_spec", lambda name: name == "plugins.mentors.wagtail_hooks"
    )
    assert "it has a wagtail_hooks.py, whose hooks would stay when the plugin is off" in mistakes_of(mentors)


def test_personal_field_that_is_not_declared_is_named(mistakes, monkeypatch) -> None:
    """D1: for plugins of strangers, too."""
    found = [("alpha.Guest", "phone"), ("omega.Guest", "email")]
    monkeypatch.setattr(checks, "undeclared", lambda: found)
    assert mistakes() == [
        "alpha.Guest.phone looks personal and is neither declared nor in NOT_PERSONAL of personal_fields.py"
    ]


def test_personal_data_of_a_model_that_does_not_exist_are_named(mistakes, monkeypatch) -> None:
    declared = PersonalData("alpha.Attic", {"name": ""}, "", "用", Basis.DUTY, "一年", ("king",))
    monkeypatch.setattr(checks, "personal_data", lambda: [declared])
    assert mistakes() == ["personal data of alpha.Attic: there is no such model"]
