"""The admin's pages of roles, as security administrators use them and everybody else does not."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from portal.accounts.models import User
from portal.roles.models import Grant
from tests.portal.roles.moments import LATER
from tests.portal.roles.test_actions import give, roles_of


def filled(person: str, role: str, **changes: str) -> dict[str, str]:
    ends = timezone.localtime(LATER).strftime("%Y-%m-%d %H:%M")
    return {
        "person": person,
        "role": role,
        "starts_at": "",
        "ends_at": ends,
        "reason": "海人社任〔2026〕3号",
    } | changes


def text_of(answer) -> str:
    return answer.content.decode()


def test_a_role_given_by_one_and_confirmed_by_the_other(security, newcomer, signed_in) -> None:
    first, second = map(signed_in, security)
    answer = first.post(reverse("roles:new"), filled("newcomer", "approver"), follow=True)
    assert "由另一位安全管理员确认后生效" in text_of(answer)
    assert roles_of(newcomer) == set()
    grant = Grant.objects.get(person=newcomer)
    confirm = reverse("roles:confirm", args=[grant.pk])
    assert confirm not in text_of(first.get(reverse("roles:index")))
    assert confirm in text_of(second.get(reverse("roles:index")))
    assert "已确认" in text_of(second.post(confirm, follow=True))
    assert roles_of(newcomer) == {"审核"}


def test_an_account_is_found_by_its_address_too(security, newcomer, signed_in) -> None:
    signed_in(security[0]).post(reverse("roles:new"), filled("Newcomer@Hailan.example", "editor"))
    assert roles_of(newcomer) == {"编辑"}


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"person": "nobody"}, "没有找到启用中的账号"),
        ({"person": ""}, "请填写账号"),
        ({"person": "长" * 300}, "最多 254 字，现在是 300 字。"),
        ({"role": "king"}, "king"),
        ({"reason": ""}, "请填写理由"),
        ({"ends_at": ""}, "请填写结束时间"),
        ({"ends_at": "2020-01-01 00:00"}, "结束时间须晚于开始时间"),
        ({"person": "fang"}, "不能给自己授权"),
    ],
    ids=lambda value: str(value),
)
def test_wrong_input_is_answered_with_a_sentence_and_kept(
    security, newcomer, signed_in, wrong: dict[str, str], sentence: str
) -> None:
    given = filled("newcomer", "editor") | wrong
    answer = signed_in(security[0]).post(reverse("roles:new"), given)
    assert answer.status_code == 200
    assert sentence in text_of(answer)
    assert given["reason"] in text_of(answer)
    assert not Grant.objects.filter(role="editor").exists()


def test_a_role_is_taken_back_with_a_reason(security, newcomer, signed_in) -> None:
    grant = give(newcomer, "editor", security)
    client = signed_in(security[1])
    address = reverse("roles:end", args=[grant.pk])
    assert "请填写收回理由" in text_of(client.post(address, {"reason": ""}))
    client.post(address, {"reason": "调离"})
    assert roles_of(newcomer) == set()
    shown = text_of(client.get(reverse("roles:index"), {"all": "on"}))
    assert "梁怀谨" in shown
    assert "调离" in shown


def test_the_list_is_narrowed_by_person_and_role(security, newcomer, signed_in) -> None:
    give(newcomer, "editor", security)
    client = signed_in(security[0])
    assert "新来人" in text_of(client.get(reverse("roles:index"), {"q": "新来"}))
    assert "没有符合条件的授权" in text_of(
        client.get(reverse("roles:index"), {"q": "新来", "role": "auditor"})
    )


def test_an_address_with_nonsense_still_gives_a_list(security, signed_in) -> None:
    answer = signed_in(security[0]).get(reverse("roles:index"), {"role": "king", "page": "x", "q": "a" * 500})
    assert answer.status_code == 200


def test_the_list_costs_the_same_however_many_grants(
    security, newcomer, signed_in, django_assert_max_num_queries
) -> None:
    client = signed_in(security[0])
    client.get(reverse("roles:index"))
    with django_assert_max_num_queries(40) as few:
        client.get(reverse("roles:index"))
    now = timezone.now()
    people = [User(username=f"p{number}", email=f"p{number}@hailan.example") for number in range(30)]
    Grant.objects.bulk_create(
        Grant(
            person=person,
            role="approver",
            starts_at=now,
            ends_at=LATER,
            reason="任职",
            proposed_by=security[0],
            proposed_at=now - timedelta(minutes=1),
        )
        for person in User.objects.bulk_create(people)
    )
    with django_assert_max_num_queries(len(few)):
        client.get(reverse("roles:index"))


@pytest.mark.parametrize("who", ["editor", "approver", "clerk", "citizen"])
@pytest.mark.parametrize("name", ["index", "new", "confirm", "end"])
def test_everybody_else_is_kept_out(request, security, newcomer, signed_in, who: str, name: str) -> None:
    grant = give(newcomer, "editor", security)
    arguments = [grant.pk] if name in ("confirm", "end") else []
    client = signed_in(request.getfixturevalue(who))
    assert client.post(reverse(f"roles:{name}", args=arguments), {"reason": "x"}).status_code in (302, 403)
    assert Grant.objects.get(pk=grant.pk).ended_at is None


def test_security_administrators_see_nothing_of_the_content(security, signed_in) -> None:
    client = signed_in(security[0])
    for address in (
        "/admin/pages/",
        "/admin/images/",
        "/admin/documents/",
        "/admin/users/",
        "/admin/plugins/",
    ):
        assert client.get(address).status_code in (302, 403), address
