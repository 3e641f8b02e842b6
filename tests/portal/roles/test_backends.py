"""Whom a session belongs to."""

import pytest
from django.test import Client

from portal.accounts.models import User


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
