"""The admin's page of plugins, and what plugins add to the admin."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import include, path, reverse
from wagtail.admin.viewsets.base import ViewSet, ViewSetGroup
from wagtail.admin.viewsets.chooser import ChooserViewSet

from portal.accounts.models import User
from portal.plugin.base import PluginSettings, setting
from portal.plugin.models import PluginSwitch
from portal.plugin.registry import registry
from portal.plugin.switches import record_failure, switch
from portal.plugin_admin.wagtail_hooks import gated_view
from tests.portal.plugin.conftest import plugin


class AlphaSettings(PluginSettings, plugin="alpha"):
    hours: int = setting(48, label="回复期限（小时）", help_text="管理办法第十条。", min_value=1)


@pytest.fixture
def alpha(install):
    install(
        plugin("base", label="底座"),
        plugin(
            "alpha",
            label="甲插件",
            summary="甲的说明",
            version="1.4",
            requires=("base",),
            settings=AlphaSettings,
        ),
    )
    return registry["alpha"]


@pytest.fixture
def desk(signed_in, manager) -> Client:
    return signed_in(manager)


@pytest.fixture
def permitted(editor, signed_in) -> Client:
    """An editor whose group was given the switch and nothing else."""
    group = Group.objects.create(name="插件管理")
    group.permissions.add(
        Permission.objects.get(content_type__app_label="plugin", codename="change_pluginswitch"),
    )
    editor.groups.add(group)
    return signed_in(User.objects.get(pk=editor.pk))


def at(name: str, site, *args: str) -> str:
    return reverse(f"plugins:{name}", args=[site.pk, *args])


def test_page_lists_plugins_with_their_state(alpha, desk, site) -> None:
    text = desk.get(reverse("plugins:start"), follow=True).content.decode()
    for words in ("甲插件", "甲的说明", "1.4", "底座", "stranger_alpha", "已停用"):
        assert words in text


def test_switch_by_staff_takes_effect_and_names_them(alpha, desk, manager, site) -> None:
    desk.post(at("switch", site, "base"), {"on": "1"})
    answer = desk.post(at("switch", site, "alpha"), {"on": "1"}, follow=True)
    assert "已启用“甲插件”。" in answer.content.decode()
    assert registry.is_enabled("alpha", site)
    assert PluginSwitch.objects.get(site=site, slug="alpha").changed_by == manager
    answer = desk.post(at("switch", site, "alpha"), {"on": "0"}, follow=True)
    assert "已停用“甲插件”，数据保留。" in answer.content.decode()
    assert not registry.is_enabled("alpha", site)


def test_plugin_waiting_for_a_requirement_says_which(alpha, desk, site) -> None:
    switch(alpha, site, on=True)
    text = desk.get(at("index", site)).content.decode()
    assert "未生效" in text
    assert "先启用：底座" in text


def test_plugin_that_cannot_be_switched_on_says_why(install, desk, site) -> None:
    def refuse(self, site) -> None:
        raise RuntimeError("缺少名单")

    install(plugin("alpha", label="甲插件", on_enable=refuse))
    answer = desk.post(at("switch", site, "alpha"), {"on": "1"}, follow=True)
    assert "“甲插件”未能启用：缺少名单" in answer.content.decode()
    assert not registry.is_enabled("alpha", site)


def test_settings_form_keeps_values_and_explains_the_clause(alpha, desk, site) -> None:
    for slug in ("base", "alpha"):
        switch(registry[slug], site, on=True)
    page = desk.get(at("settings", site, "alpha"))
    assert "管理办法第十条。" in page.content.decode()
    refused = desk.post(at("settings", site, "alpha"), {"hours": "0"})
    assert refused.status_code == 200
    assert AlphaSettings.for_site(site).hours == 48
    desk.post(at("settings", site, "alpha"), {"hours": "24"})
    assert AlphaSettings.for_site(site).hours == 24


def test_settings_of_a_plugin_that_is_off_are_kept_but_not_shown(alpha, desk, site) -> None:
    PluginSwitch.objects.create(site=site, slug="alpha", values={"hours": 24})
    assert desk.get(at("settings", site, "alpha")).status_code == 404
    assert at("settings", site, "alpha") not in desk.get(at("index", site)).content.decode()
    assert PluginSwitch.objects.get(site=site, slug="alpha").values == {"hours": 24}


@pytest.mark.parametrize("name", ["switch", "settings"])
def test_unknown_plugin_is_404(alpha, desk, site, name: str) -> None:
    assert desk.post(at(name, site, "omega"), {"on": "1"}).status_code == 404


def test_switching_needs_post(alpha, desk, site) -> None:
    assert desk.get(at("switch", site, "alpha")).status_code == 405


def test_editor_without_the_permission_is_kept_out(alpha, signed_in, editor, site) -> None:
    client = signed_in(editor)
    assert client.post(at("switch", site, "base"), {"on": "1"}).status_code in (302, 403)
    assert not registry.is_enabled("base", site)
    assert reverse("plugins:start") not in client.get("/admin/").content.decode()


def test_group_can_be_given_the_switch(alpha, permitted, site) -> None:
    permitted.post(at("switch", site, "base"), {"on": "1"})
    assert registry.is_enabled("base", site)


def test_each_site_has_its_own_page(alpha, desk, site, other_site) -> None:
    desk.post(at("switch", other_site, "base"), {"on": "1"})
    assert registry.is_enabled("base", other_site)
    assert not registry.is_enabled("base", site)
    assert at("index", other_site) in desk.get(at("index", site)).content.decode()


def test_refused_plugins_are_listed_with_the_reason(alpha, desk, site, monkeypatch) -> None:
    monkeypatch.setattr(registry, "_refusals", {"stranger_old": "it supports portal >=9, this is 0.1.0"})
    text = desk.get(at("index", site)).content.decode()
    assert "stranger_old" in text
    assert "it supports portal &gt;=9, this is 0.1.0" in text


def test_automatic_switch_off_is_told_on_the_admins_home_and_on_the_page(
    alpha, desk, site, signed_in, editor
) -> None:
    for slug in ("base", "alpha"):
        switch(registry[slug], site, on=True)
    for _ in range(5):
        record_failure(alpha, site, "slot footer", KeyError("x"))
    reason = "60 分钟内出现 5 次故障，已自动停用。"
    assert f"插件“甲插件”：{reason}" in desk.get("/admin/").content.decode()
    assert "slot footer: KeyError" in desk.get(at("index", site)).content.decode()
    assert reason not in signed_in(editor).get("/admin/").content.decode()
    switch(alpha, site, on=True)
    assert reason not in desk.get("/admin/").content.decode()


class Things(ViewSet):
    name = "things"
    menu_label = "东西"
    add_to_admin_menu = True

    def get_urlpatterns(self):
        return [path("", lambda request: None, name="index")]


class Chosen(Things):
    chooser_viewset = ChooserViewSet("things_chooser", model=Group)


class Both(ViewSetGroup):
    menu_label = "两样"
    items = (Things,)


@pytest.mark.parametrize("declared", [Things, Things(), Both])
def test_staff_views_are_gated_with_their_menu_entry(alpha, site, request_for, declared) -> None:
    viewset = gated_view(declared, "alpha")
    inner = viewset.registerables[0] if isinstance(viewset, ViewSetGroup) else viewset
    assert [pattern.callback.plugin_slug for pattern in inner.get_urlpatterns()] == ["alpha"]
    item = inner.menu_item_class("东西", "/admin/things/")
    assert not item.is_shown(request_for(site))
    for slug in ("base", "alpha"):
        switch(registry[slug], site, on=True)
    assert item.is_shown(request_for(site))


def test_choosers_of_staff_views_are_gated_too() -> None:
    viewset = gated_view(Chosen, "alpha")
    patterns = viewset.chooser_viewset.get_urlpatterns()
    assert {pattern.callback.plugin_slug for pattern in patterns} == {"alpha"}
    assert include((patterns, "things_chooser"))
