"""Mistakes in the table are found at start-up, mistakes in accounts before deployment."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from portal.accounts.models import User
from portal.roles.checks import check_accounts, check_table
from portal.roles.models import Grant
from tests.conftest import person
from tests.portal.plugin.conftest import plugin


def test_the_table_is_sound(db) -> None:
    assert check_table(None) == []


@pytest.mark.parametrize(
    ("grants", "sentence"),
    [
        ({"king": ("mentors.view_mentor",)}, "Plugin odd grants to 'king', which is no role."),
        ({"editor": ("odd.fly",)}, "Plugin odd grants 'odd.fly' to 'editor': there is no such permission."),
        (
            {"desk_officer": ("accounts.change_user",)},
            "Plugin odd grants 'accounts.change_user', which is neither its own nor of what it requires.",
        ),
    ],
    ids=["role", "permission", "foreign permission"],
)
def test_a_plugin_that_grants_nonsense_is_named(install, grants, sentence: str) -> None:
    install(plugin("odd", grants=grants))
    assert [message.msg for message in check_table(None)] == [sentence]


def found(settings) -> list[str]:
    settings.SUPERUSERS_ALLOWED = False
    return [message.id for message in check_accounts(None, ["default"])]


def test_deployment_warns_of_superusers_and_of_too_few_security_administrators(manager, settings) -> None:
    assert found(settings) == ["roles.W001", "roles.W002"]


def test_deployment_is_content_with_two_security_administrators(security, settings) -> None:
    assert found(settings) == []


def test_without_a_database_nothing_is_asked(settings) -> None:
    settings.SUPERUSERS_ALLOWED = False
    assert check_accounts(None, None) == []


def test_the_first_two_are_appointed_by_command(site, capsys) -> None:
    for username in ("fang", "liang"):
        person(username, username)
    call_command("appoint_security", "fang", "liang", days=30)
    assert "fang：安全管理员，30 天。" in capsys.readouterr().out
    assert User.objects.get(username="liang").has_perm("roles.add_grant")
    assert set(Grant.objects.values_list("confirmed_by", flat=True)) == {None}
    assert Grant.objects.first().ends_at < timezone.now() + timedelta(days=31)


def test_the_command_says_what_is_wrong(security) -> None:
    with pytest.raises(CommandError, match="没有启用中的账号 nobody"):
        call_command("appoint_security", "nobody", "fang")
    with pytest.raises(CommandError, match="已有安全管理员"):
        call_command("appoint_security", "liang", "fang")
