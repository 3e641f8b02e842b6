"""What this plugin does where it is on, and that nothing of it is left where it is off."""

import re
from datetime import timedelta
from importlib.metadata import entry_points
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from PIL import Image
from qingchuang_hello import queries
from qingchuang_hello.jobs import forget_old_greetings
from qingchuang_hello.models import Greeting
from qingchuang_hello.settings import HelloSettings
from wagtail.models import Site

from portal.attachments.showing import address
from portal.jobs.declared import declared_jobs
from portal.plugin.base import Plugin
from portal.plugin.discovery import plugin_apps
from portal.plugin.models import PluginSwitch
from portal.plugin.registry import registry
from portal.plugin.switches import save_settings, switch

GREETING = "早上好，海澜"
SETTINGS_LABEL = "保留天数"


def text(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def test_it_is_found_by_its_entry_point() -> None:
    assert [point.value for point in entry_points(group="qingchuang.plugins")] == ["qingchuang_hello"]
    assert plugin_apps()[-1] == "qingchuang_hello"
    assert not registry["hello"].bundled


def test_start_up_checks_have_nothing_to_say() -> None:
    call_command("check", fail_level="WARNING")


def test_installing_switches_nothing_on(site: Site) -> None:
    PluginSwitch.objects.all().delete()
    other = Site.objects.create(hostname="beiling.hailan.example", root_page=site.root_page)
    assert not registry.is_enabled("hello", other)


def test_on_it_has_a_page_an_api_a_menu_entry_a_slot_and_a_sitemap_entry(site: Site, visitor: Client) -> None:
    assert GREETING in text(visitor, "/hello/")
    assert visitor.get("/api/v1/greetings/").json()[0]["text"] == GREETING
    home = text(visitor, "/")
    assert 'href="/hello/"' in home
    assert GREETING in home
    assert "/hello/</loc>" in text(visitor, "/sitemap-plugins.xml")


def test_on_staff_have_a_panel_a_list_and_the_settings(site: Site, staff: Client) -> None:
    desk = text(staff, "/admin/")
    assert GREETING in desk
    assert "/admin/greeting/" in desk
    assert GREETING in text(staff, "/admin/greeting/")
    assert SETTINGS_LABEL in text(staff, f"/admin/plugins/{site.pk}/hello/settings/")


def test_setting_takes_effect(site: Site, hello: Plugin, visitor: Client) -> None:
    Greeting.objects.create(site=site, text="晚上好，海澜")
    save_settings(hello, site, {"shown": 1, "title": "海澜问候"})
    home = text(visitor, "/")
    assert "海澜问候" in home
    assert "晚上好，海澜" in home
    assert GREETING not in home


def test_job_is_scheduled_and_works(site: Site) -> None:
    assert "hello.forget_old" in declared_jobs()
    Greeting.objects.update(created_at=timezone.now() - timedelta(days=31))
    assert forget_old_greetings() == 1


def send(client: Client, greeting: Greeting, name: str = "同意书.jpg") -> Any:
    picture = BytesIO()
    Image.new("RGB", (40, 30)).save(picture, "JPEG")
    file = SimpleUploadedFile(name, picture.getvalue(), "image/jpeg")
    return client.post(address(greeting, "consent"), {"file": file}, follow=True)


def test_on_staff_keep_the_files_of_a_greeting(site: Site, staff: Client, private: Path) -> None:
    greeting = Greeting.objects.get()
    assert "作者同意书" in text(staff, f"/hello/{greeting.pk}/")
    assert "同意书.jpg" in send(staff, greeting).content.decode()
    (link,) = re.findall(r'href="(/attachments/[0-9a-f-]{36}/)"', text(staff, f"/hello/{greeting.pk}/"))
    answer = staff.get(link)
    assert b"".join(answer.streaming_content).startswith(b"\xff\xd8")
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert len([path for path in private.rglob("*") if path.is_file()]) == 1


def test_on_a_visitor_sees_the_greeting_and_none_of_its_files(
    site: Site, visitor: Client, staff: Client, private: Path
) -> None:
    greeting = Greeting.objects.get()
    send(staff, greeting)
    (link,) = re.findall(r'href="(/attachments/[0-9a-f-]{36}/)"', text(staff, f"/hello/{greeting.pk}/"))
    assert "同意书" not in text(visitor, f"/hello/{greeting.pk}/")
    for hidden in (link, address(greeting)):
        assert visitor.get(hidden).status_code == 404
    assert visitor.get(f"/api/v1/attachments/?owner=hello.greeting:{greeting.pk}").status_code == 401
    assert send(visitor, greeting).status_code == 404


def test_off_files_cannot_be_had_and_stay(site: Site, hello: Plugin, staff: Client, private: Path) -> None:
    greeting = Greeting.objects.get()
    send(staff, greeting)
    (link,) = re.findall(r'href="(/attachments/[0-9a-f-]{36}/)"', text(staff, f"/hello/{greeting.pk}/"))
    switch(hello, site, on=False)
    assert staff.get(link).status_code == staff.get(address(greeting)).status_code == 404
    switch(hello, site, on=True)
    assert staff.get(link).status_code == 200


def test_off_nothing_is_left(site: Site, hello: Plugin, visitor: Client, staff: Client) -> None:
    save_settings(hello, site, {"title": "海澜问候"})
    switch(hello, site, on=False)
    assert visitor.get("/hello/").status_code == 404
    assert visitor.get("/api/v1/greetings/").status_code == 404
    assert "greetings" not in visitor.get("/api/v1/").json()
    for page in (text(visitor, "/"), text(staff, "/admin/")):
        for trace in ("/hello/", "/admin/greeting/", GREETING, "海澜问候"):
            assert trace not in page
    assert staff.get("/admin/greeting/").status_code == 404
    assert staff.get(f"/admin/plugins/{site.pk}/hello/settings/").status_code == 404
    assert "plugins" not in text(visitor, "/sitemap.xml")
    assert "/hello/" not in text(visitor, "/sitemap-plugins.xml")
    assert "hello.forget_old" not in declared_jobs()


def test_off_the_data_stay_for_the_next_time(site: Site, hello: Plugin, visitor: Client) -> None:
    save_settings(hello, site, {"title": "海澜问候"})
    switch(hello, site, on=False)
    assert Greeting.objects.count() == 1
    switch(hello, site, on=True)
    assert HelloSettings.for_site(site).title == "海澜问候"
    assert GREETING in text(visitor, "/hello/")


def test_what_raises_is_contained_and_after_five_times_the_plugin_is_off(
    site: Site, hello: Plugin, visitor: Client, monkeypatch: pytest.MonkeyPatch, mailoutbox: list, settings
) -> None:
    settings.MANAGERS = [("", "ops@hailan.example")]
    monkeypatch.setattr(queries, "Greeting", None)
    for failures in range(1, 6):
        assert "青创通" in text(visitor, "/")
        assert PluginSwitch.objects.get(site=site, slug="hello").failures == failures
    assert not registry.is_enabled("hello", site)
    assert "/hello/" not in text(visitor, "/")
    assert PluginSwitch.objects.get(site=site, slug="hello").disabled_reason
