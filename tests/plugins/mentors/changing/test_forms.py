"""What a mentor may type, and what is said about it."""

from typing import Any

import pytest
from django.http import QueryDict
from wagtail.permissions import policy_registry

from cms_pages.models import Field, PortalImage
from plugins.mentors.changing.forms import ProfileForm
from plugins.mentors.models import Mentor, ProfileChange
from plugins.mentors.workflows.profile_change import ProfileChangeFlow
from portal.accounts.models import User
from portal.workflow.engine import Refused
from tests.factories.cms_pages import FieldFactory
from tests.factories.files import picture, upload
from tests.plugins.mentors.changing.conftest import public


def form_of(mentor: Mentor, files: Any = None, **typed: Any) -> ProfileForm:
    page = public(mentor)
    empty = ProfileForm(page=page, seen=None)
    data = QueryDict(mutable=True)
    for field in empty:
        value = field.value()
        if isinstance(value, list):
            data.setlist(field.name, [getattr(one, "pk", one) for one in value])
        elif value not in (None, False):
            data[field.name] = value
    for name, value in typed.items():
        data.setlist(name, value if isinstance(value, list) else [value])
    return ProfileForm(data, files, page=page, seen=None)


def test_form_when_nothing_is_typed_then_nothing_changes(mentor: Mentor, writer: User) -> None:
    form = form_of(mentor)
    assert form.is_valid(), form.errors

    change = form.save(mentor, actor=writer)

    assert change.state == "draft"
    assert ProfileChange.objects.get().revision.user == writer


@pytest.mark.parametrize(
    ("name", "typed", "said"),
    [
        ("experience", "海岸资本 投资总监", "“海岸资本 投资总监”请写成“时间：单位和职务”。"),
        ("help_points", "\n".join(f"第 {n} 件" for n in range(11)), "最多 10 行，现有 11 行。"),
        ("help_points", "长" * 121, "最多 120 字，现有 121 字。"),
        ("headline", "", "请填写"),
        ("ways", [], "请填写"),
    ],
)
def test_field_when_it_cannot_be_so_then_it_is_said_beside_it(
    mentor: Mentor, name: str, typed: Any, said: str
) -> None:
    form = form_of(mentor, **{name: typed})

    assert not form.is_valid()
    assert said in " ".join(form.errors[name])


def test_fields_when_more_than_six_then_it_is_said(mentor: Mentor) -> None:
    chosen = [FieldFactory(slug=f"more-{n}", name=f"领域 {n}").pk for n in range(7)]

    assert "最多选 6 个，现在选了 7 个。" in form_of(mentor, fields=chosen).errors["fields"]
    assert Field.objects.count() >= 7


def test_photo_when_sent_then_it_is_in_the_draft_and_not_public(mentor: Mentor, writer: User) -> None:
    form = form_of(mentor, {"photo": upload("me.jpg", picture())})
    assert form.is_valid(), form.errors

    change = form.save(mentor, actor=writer)

    assert change.revision.content["portrait"] is not None
    assert public(mentor).portrait is None


def test_photo_when_the_change_is_given_up_then_nothing_of_it_stays(mentor: Mentor, writer: User) -> None:
    form = form_of(mentor, {"photo": upload("me.jpg", picture())})
    assert form.is_valid(), form.errors
    change = form.save(mentor, actor=writer)
    assert PortalImage.objects.filter(uploaded_by_user=writer).exists()

    ProfileChangeFlow.withdraw(change, actor=writer)

    assert not PortalImage.objects.filter(uploaded_by_user=writer).exists()


def test_photo_when_approved_then_it_is_public(mentor: Mentor, writer: User, clerk: User) -> None:
    form = form_of(mentor, {"photo": upload("me.jpg", picture())})
    assert form.is_valid(), form.errors
    change = ProfileChangeFlow.submit(form.save(mentor, actor=writer), actor=writer)

    ProfileChangeFlow.approve(change, actor=clerk)

    assert public(mentor).portrait == PortalImage.objects.get(uploaded_by_user=writer)


def test_first_version_when_two_windows_begin_then_the_second_is_told(mentor: Mentor, writer: User) -> None:
    first, second = form_of(mentor, position="合伙人"), form_of(mentor, headline="别的话")
    assert first.is_valid()
    assert second.is_valid()
    first.save(mentor, actor=writer)
    with pytest.raises(Refused, match="另一个窗口"):
        second.save(mentor, actor=writer)


@pytest.mark.usefixtures("wagtail_indexes")
def test_photo_when_it_waits_then_it_is_in_nobodys_library(
    mentor: Mentor,
    writer: User,
    clerk: User,
    editor: User,
    approver: User,
    django_capture_on_commit_callbacks,
) -> None:
    form = form_of(mentor, {"photo": upload("me.jpg", picture())})
    assert form.is_valid(), form.errors
    with django_capture_on_commit_callbacks(execute=True):
        change = ProfileChangeFlow.submit(form.save(mentor, actor=writer), actor=writer)
    assert [held(person) for person in (clerk, editor, approver)] == [0, 0, 0]

    with django_capture_on_commit_callbacks(execute=True):
        ProfileChangeFlow.approve(change, actor=clerk)
    assert [held(person) for person in (clerk, editor, approver)] == [1, 1, 1]


def held(person: User) -> int:
    """How many pictures the person finds in the library."""
    policy = policy_registry.get_by_type(PortalImage)
    return policy.instances_user_has_any_permission_for(person, {"choose", "change", "delete"}).count()
