"""Whom a session belongs to."""

import pytest
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import Group, Permission
from django.test import Client
from wagtail.users.models import UserProfile

from portal.accounts.models import User
from portal.roles.table import APPROVER


def enter(client: Client, username: str) -> None:
    client.post("/accounts/login/", {"login": username, "password": "correct horse battery"})


def test_superusers_do_not_sign_in_where_they_are_off(client, manager, settings) -> None:
    settings.SUPERUSERS_ALLOWED = False
    enter(client, "manager")
    assert client.get("/admin/").status_code == 302


def test_a_superusers_session_ends_when_they_are_switched_off(signed_in, manager, settings) -> None:
    client = signed_in(manager)
    assert client.get("/admin/").status_code == 200
    settings.SUPERUSERS_ALLOWED = False
    assert client.get("/admin/").status_code == 302


def test_a_closed_account_is_out_on_the_next_request(signed_in, editor) -> None:
    client = signed_in(editor)
    assert client.get("/admin/").status_code == 200
    User.objects.filter(pk=editor.pk).update(is_active=False)
    assert client.get("/admin/").status_code == 302


@pytest.mark.parametrize("login", ["editor", "editor@hailan.example"])
def test_people_sign_in_by_name_or_address(client, editor, login: str) -> None:
    client.post("/accounts/login/", {"login": login, "password": "correct horse battery"})
    assert client.get("/admin/").status_code == 200


def test_loading_a_person_costs_one_query(editor, django_assert_num_queries) -> None:
    from portal.roles.backends import GrantedBackend

    with django_assert_num_queries(1):
        assert GrantedBackend().get_user(editor.pk) == editor


def test_profile_of_the_admin_is_known_with_the_person(editor, django_assert_num_queries) -> None:
    from portal.roles.backends import GrantedBackend

    without = GrantedBackend().get_user(editor.pk)
    with django_assert_num_queries(0):
        assert not hasattr(without, "wagtail_userprofile")
    made = UserProfile.get_for_user(without)
    assert without.wagtail_userprofile == made
    assert GrantedBackend().get_user(editor.pk).wagtail_userprofile == made


def test_admin_speaks_the_language_of_ones_profile(editor, signed_in) -> None:
    client = signed_in(editor)
    assert 'lang="zh-hans"' in client.get("/admin/").content.decode()
    UserProfile.objects.create(user=editor, preferred_language="en")
    assert 'lang="en"' in client.get("/admin/").content.decode()


@pytest.fixture
def versatile(editor) -> User:
    """By two groups and by themselves."""
    editor.groups.add(Group.objects.get(name=APPROVER.group))
    editor.user_permissions.add(Permission.objects.get(codename="read_reports"))
    return editor


@pytest.mark.parametrize("change", [{}, {"is_active": False}, {"is_superuser": True}], ids=str)
def test_rights_are_what_django_says(versatile, citizen, change: dict[str, bool]) -> None:
    User.objects.update(**change)
    for person in (versatile, citizen):
        known, asked = User.objects.get(pk=person.pk), User.objects.get(pk=person.pk)
        assert known.get_all_permissions() == ModelBackend().get_all_permissions(asked), person
    assert User.objects.get(pk=versatile.pk).has_perm("desk.read_reports") == (change != {"is_active": False})


def test_rights_cost_one_query_and_none_the_second_time(versatile, django_assert_num_queries) -> None:
    with django_assert_num_queries(1):
        assert versatile.has_perm("wagtailadmin.access_admin")
        assert not versatile.has_perm("wagtailadmin.nothing")


def test_rights_on_a_thing_are_nobodys(versatile) -> None:
    assert versatile.has_perm("desk.read_reports")
    assert not versatile.has_perm("desk.read_reports", versatile)
