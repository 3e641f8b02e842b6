"""The public finds a mentor and keeps the card (A12; C6: the public searching mentors)."""

import re

import pytest
from django.test import Client

from portal.plugin.registry import registry
from portal.plugin.switches import switch
from tests.factories.cms_pages import FieldFactory
from tests.factories.mentors import MentorFactory

pytestmark = pytest.mark.usefixtures("site")


def test_from_a_need_to_the_card(client: Client) -> None:
    mentor = MentorFactory()
    listed = client.get("/mentors/").content.decode()
    assert mentor.page.title in listed
    page = client.get(f"/mentors/{mentor.page.slug}/").content.decode()
    assert mentor.short_path in page
    scanned = client.get(mentor.short_path)
    assert (scanned.status_code, scanned["Location"]) == (302, f"/mentors/{mentor.page.slug}/")


def test_nobody_found_says_what_to_do_next(client: Client) -> None:
    MentorFactory()
    shown = client.get("/mentors/?q=没有这样的导师").content.decode()
    assert "没有导师同时符合这些条件" in shown


def test_whoever_chose_a_need_finds_those_who_fit_it_first_until_they_say_no(client: Client) -> None:
    """Choose a need, come back later, read why the list stands as it does, switch it off (P11)."""
    MentorFactory.create_batch(5)
    law = MentorFactory(page__fields=[FieldFactory(slug="law", name="合同法务", shown_first=True)])
    client.get("/mentors/?field=law")
    later = client.get("/mentors/").content.decode()
    assert "因为你选了“合同法务”" in later
    names = re.findall(r'<a class="name"[^>]*>([^<]+)</a>', later)
    assert (len(names), names[0]) == (6, law.page.title)
    client.get("/preferences/?personal=0&next=/mentors/")
    assert "因为你选了" not in client.get("/mentors/").content.decode()


def test_switched_off_the_mentors_vanish_and_come_back(client: Client, site) -> None:
    """The stranger's hour: switch a plugin off and see it vanish."""
    mentor = MentorFactory()
    addresses = ["/mentors/", f"/mentors/{mentor.page.slug}/", mentor.short_path, "/api/v1/mentors/"]
    assert [client.get(address).status_code for address in addresses] == [200, 200, 302, 200]
    switch(registry["mentors"], site, on=False)
    assert [client.get(address).status_code for address in addresses] == [404, 404, 404, 404]
    assert "/mentors/" not in client.get("/").content.decode()
    assert mentor.page.slug not in client.get("/sitemap.xml").content.decode()
    switch(registry["mentors"], site, on=True)
    assert [client.get(address).status_code for address in addresses] == [200, 200, 302, 200]
