"""Order, switches, refusals: the one place that knows which plugins are on."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.plugin import discovery
from portal.plugin.base import Consent, Plugin
from portal.plugin.registry import Registry, registry
from portal.plugin.switches import switch
from portal.privacy.registry import consents
from tests.portal.plugin.conftest import plugin


def test_required_plugins_come_first(install) -> None:
    install(plugin("top", requires=("middle",)), plugin("middle", requires=("base",)), plugin("base"))
    assert [p.slug for p in registry] == ["base", "middle", "top"]
    assert registry.requirements("top") == {"middle", "base"}


def test_circle_of_requirements_is_refused_and_named(install) -> None:
    install(plugin("hen", requires=("egg",)), plugin("egg", requires=("hen",)), plugin("cow"))
    assert [p.slug for p in registry] == ["cow"]
    circle = "its requirements stay unmet or form a circle"
    assert registry.refusals == {"stranger_hen": circle, "stranger_egg": circle}


def test_missing_requirement_is_refused_and_named(install) -> None:
    install(plugin("calf", requires=("cow",)))
    assert registry.refusals == {"stranger_calf": "it requires cow, not usable here"}


def test_plugin_without_row_follows_its_default(install, here) -> None:
    install(plugin("shy"), plugin("bold", enabled_by_default=True))
    assert [p.slug for p in registry.enabled(here)] == ["bold"]


def test_switch_counts_for_its_site_only(install, here, other_site) -> None:
    install(plugin("alpha"))
    switch(registry["alpha"], here, on=True)
    assert registry.is_enabled("alpha", here)
    assert not registry.is_enabled("alpha", other_site)
    assert registry.sites_with("alpha") == [here]


def test_plugin_is_off_where_something_it_requires_is_off(install, here) -> None:
    install(plugin("base"), plugin("top", requires=("base",)))
    switch(registry["top"], here, on=True)
    assert not registry.is_enabled("top", here)
    switch(registry["base"], here, on=True)
    assert registry.is_enabled("top", here)


def test_unknown_plugin_and_missing_site_are_off(install, here) -> None:
    install(plugin("alpha", enabled_by_default=True))
    assert not registry.is_enabled("omega", here)
    assert not registry.is_enabled("alpha", None)
    assert registry.enabled_for(None) == ()


def test_asking_again_costs_no_query(install, here, request_for) -> None:
    install(plugin("alpha", enabled_by_default=True), plugin("beta"))
    registry.enabled(here)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        registry.enabled(here)
        registry.is_enabled("beta", here)
    assert len(queries) == 0


def test_request_asks_once(install, here, request_for, monkeypatch) -> None:
    install(plugin("alpha", enabled_by_default=True))
    request = request_for(here)
    first = registry.enabled_for(request)
    monkeypatch.setattr(registry, "enabled", lambda site: pytest.fail("asked again"))
    assert registry.enabled_for(request) is first


def test_refused_plugin_takes_those_that_require_it_along(install) -> None:
    install(plugin("base"), plugin("top", requires=("base",)), plugin("cow"))
    registry.refuse(registry["base"], ImportError("no module named base.urls"))
    assert [p.slug for p in registry] == ["cow"]
    assert list(registry.refusals.values()) == [
        "ImportError: no module named base.urls",
        "it requires base, not usable here",
    ]


def loaded(monkeypatch: pytest.MonkeyPatch, tmp_path, **sources: str) -> Registry:
    """A registry over packages written for the test: name → text of its plugin.py."""
    for name, source in sources.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").write_text("")
        (tmp_path / name / "plugin.py").write_text(source)
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(discovery, "installed", lambda: dict.fromkeys(sources, ""))
    return Registry()


GOOD = "from portal.plugin.base import Plugin\nclass P(Plugin):\n    slug, label, portal = {slug!r}, 'x', {range!r}\n"


def test_plugin_module_holds_exactly_one_plugin(monkeypatch, tmp_path) -> None:
    one = GOOD.format(slug="stranger_one", range="")
    found = loaded(
        monkeypatch, tmp_path, stranger_one=one, stranger_none="", stranger_two=one + one.replace("P(", "Q(")
    )
    assert [type(p).__name__ for p in found] == ["P"]
    assert isinstance(found["stranger_one"], Plugin)
    assert list(found.refusals.values()) == [
        "stranger_none.plugin declares 0 plugins instead of one",
        "stranger_two.plugin declares 2 plugins instead of one",
    ]


def test_broken_plugin_module_is_refused_with_its_error(monkeypatch, tmp_path) -> None:
    found = loaded(monkeypatch, tmp_path, stranger_broken="import surely_not_installed")
    assert list(found) == []
    assert found.refusals["stranger_broken"] == "ModuleNotFoundError: No module named 'surely_not_installed'"


def test_two_plugins_of_one_slug_and_ill_formed_slugs_are_refused(monkeypatch, tmp_path) -> None:
    found = loaded(
        monkeypatch,
        tmp_path,
        stranger_a=GOOD.format(slug="same", range=""),
        stranger_b=GOOD.format(slug="same", range=""),
        stranger_c=GOOD.format(slug="Not-A-Slug", range=""),
    )
    assert [p.app for p in found] == ["stranger_a"]
    assert list(found.refusals.values()) == [
        "the slug 'same' is taken by stranger_a",
        "the slug 'Not-A-Slug' is not lower-case letters, digits and underscores",
    ]


def test_plugin_for_another_portal_is_refused_with_the_range(monkeypatch, tmp_path) -> None:
    found = loaded(monkeypatch, tmp_path, stranger_old=GOOD.format(slug="old", range=">=9,<10"))
    assert list(found) == []
    assert found.refusals["stranger_old"].startswith("it supports portal >=9,<10, this is ")


def test_consents_of_a_plugin_are_asked_for_where_it_is_on(install, here) -> None:
    photo = Consent("alpha.photo", "1", "照片", "展示照片。")
    install(plugin("alpha", consents=(photo,)))
    assert consents()["alpha.photo"] == photo
    assert "alpha.photo" not in consents(here)
    switch(registry["alpha"], here, on=True)
    assert "alpha.photo" in consents(here)
