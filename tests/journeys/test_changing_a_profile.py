"""A mentor changes their page; the old one stays public until a clerk has compared and approved (A14, P24)."""

from typing import Any

import pytest
from django.test import Client

from cms_pages.models import MentorPage
from plugins.mentors.models import Mentor, ProfileChange
from plugins.mentors.workflows.profile_change import ProfileChangeFlow
from portal.accounts.models import User
from portal.audit.models import Entry
from portal.audit.table import PERSON_READ
from portal.notices.models import Message
from tests.conftest import person
from tests.factories.mentors import MentorFactory

PROFILE = "/m/mine/profile/"
CHANGES = "/api/v1/profile-changes/"


@pytest.fixture
def mentor(site) -> Mentor:
    return MentorFactory(
        user=person("writer", "尉迟青"),
        page__title="尉迟青",
        page__slug="yuchi-qing",
        page__position="投资总监",
    )


@pytest.fixture
def writer(mentor: Mentor) -> User:
    assert mentor.user
    return mentor.user


def filled(client: Client, **changes: Any) -> dict[str, Any]:
    """What the browser sends: everything as it stands in the form, but for what was typed."""
    form = client.get(f"{PROFILE}edit/").context["form"]
    values = {field.name: field.value() for field in form if field.name != "photo"}
    plain = {name: "" if value is None else value for name, value in values.items()}
    for name in ("fields", "industries", "service_types", "languages"):
        plain[name] = [getattr(term, "pk", term) for term in plain[name]]
    return {name: value for name, value in plain.items() if value is not False} | changes


def post(client: Client, address: str, body: dict[str, Any]) -> Any:
    return client.post(address, body, content_type="application/json")


def test_mentor_changes_the_page_a_clerk_compares_the_public_reads(
    signed_in, writer: User, clerk: User, client: Client, mentor: Mentor
) -> None:
    desk_at_home = signed_in(writer)
    saved = desk_at_home.post(
        f"{PROFILE}edit/",
        filled(
            desk_at_home,
            position="合伙人",
            help_points="看商业计划书里哪一页让人停下来。\n谈第一轮融资前该备好什么。\n教你看懂投资协议。",
            check="1",
        ),
    )
    assert saved.status_code == 302
    checked = desk_at_home.get(saved.url).content.decode()
    assert "教你看懂投资协议。" in checked

    change = ProfileChange.objects.get()
    desk_at_home.post(f"{PROFILE}moves/submit/", {"version": change.version})
    change.refresh_from_db()
    assert change.state == "submitted"
    assert "投资总监" in client.get("/mentors/yuchi-qing/").content.decode()
    assert Message.objects.get(person=clerk).title == f"展示页变更 {change.number} 待审核"

    at_work, address = signed_in(clerk), f"/desk/cases/mentors.profilechange/{change.pk}/"
    compared = at_work.get(address).content.decode()
    assert "<del>投资总监</del>" in compared
    assert "<ins>教你看懂投资协议。</ins>" in compared
    decision = {"move": "approve", "version": change.version}
    letter = at_work.post(f"{address}decision/", decision).content.decode()
    assert f"展示页变更 {change.number} 已通过" in letter
    assert "投资总监" in client.get("/mentors/yuchi-qing/").content.decode(), "only rehearsed"
    at_work.post(f"{address}decision/", decision | {"confirmed": "on"})

    public = client.get("/mentors/yuchi-qing/").content.decode()
    assert "合伙人" in public
    assert "教你看懂投资协议。" in public
    assert mentor.code in public
    assert change.number in desk_at_home.get(PROFILE).content.decode()


def test_the_same_by_the_api_alone(signed_in, writer: User, clerk: User, client: Client) -> None:
    at_home, at_work = signed_in(writer), signed_in(clerk)
    begun = post(at_home, CHANGES, {}).json()["case"]
    address = f"{CHANGES}{begun['id']}/"
    assert post(at_work, f"{address}moves/approve/", {"version": 1}).status_code == 404, "nobody's but hers"

    body = {"revision": begun["revision"], "headline": "把第一轮融资谈成", "ways": ["phone", "message"]}
    written = at_home.patch(f"{address}content/", body, content_type="application/json").json()
    assert written["content"]["headline"] == "把第一轮融资谈成"
    late = at_home.patch(f"{address}content/", body, content_type="application/json").json()
    assert late["type"] == "/api/problems/case-changed/"
    submitted = post(at_home, f"{address}moves/submit/", {"version": begun["version"]}).json()["case"]

    names = [action["name"] for action in at_work.get(address).json()["actions"]]
    assert names == ["approve", "send_back", "reject"]
    assert [row["name"] for row in at_work.get(f"{address}differences/").json()["differences"]] == [
        "headline",
        "ways",
    ]
    assert [entry.person for entry in Entry.objects.filter(action=PERSON_READ.name)] == [clerk.pk]
    returned = post(
        at_work,
        f"{address}moves/send_back/",
        {"version": submitted["version"], "note": "一句话请写得更具体。"},
    ).json()["case"]
    body = {"revision": written["revision"], "headline": "把第一轮融资谈成，三个月内"}
    revision = at_home.get(f"{address}content/").json()["revision"]
    at_home.patch(f"{address}content/", body | {"revision": revision}, content_type="application/json")
    again = post(at_home, f"{address}moves/submit/", {"version": returned["version"]}).json()["case"]
    post(at_work, f"{address}moves/approve/", {"version": again["version"]})

    page = MentorPage.objects.get(slug="yuchi-qing")
    assert (page.headline, page.ways) == ("把第一轮融资谈成，三个月内", ["message", "phone"])


def test_two_windows_when_both_save_then_the_second_is_told_and_keeps_what_was_typed(
    signed_in, writer: User
) -> None:
    """R8."""
    client = signed_in(writer)
    client.post(f"{PROFILE}edit/", filled(client, headline="第一稿"))
    first, second = filled(client, headline="左边的窗口"), filled(client, headline="右边的窗口")
    client.post(f"{PROFILE}edit/", first)

    told = client.post(f"{PROFILE}edit/", second)

    assert told.status_code == 422
    page = told.content.decode()
    assert "另一个窗口" in page
    assert "右边的窗口" in page
    resent = client.post(f"{PROFILE}edit/", second | {"seen": told.context["form"]["seen"].value()})
    assert resent.status_code == 302
    assert ProfileChange.objects.get().state == "draft"


def test_page_when_hidden_in_an_emergency_then_it_is_gone_at_once(
    signed_in, writer: User, client: Client, mentor: Mentor
) -> None:
    signed_in(writer).post(f"{PROFILE}hide/", {"reason": "照片拿错了"})

    assert client.get("/mentors/yuchi-qing/").status_code == 404
    assert client.get(f"/m/{mentor.code}").status_code == 404
    assert not Mentor.objects.reachable().exists()


def test_pages_when_somebody_else_asks_for_them_then_they_are_refused(
    signed_in, citizen: User, clerk: User, writer: User
) -> None:
    stranger = signed_in(citizen)
    change = ProfileChangeFlow.begin(ProfileChange(mentor=writer.mentor), actor=writer)

    for address in (PROFILE, f"{PROFILE}edit/", f"{PROFILE}check/", f"{PROFILE}preview/", f"{PROFILE}hide/"):
        assert stranger.get(address).status_code == 403
    for person_ in (citizen, clerk):
        assert signed_in(person_).get(f"{CHANGES}{change.pk}/").status_code == 404


def test_preview_when_a_change_is_written_then_it_shows_the_page_as_it_would_be(
    signed_in, writer: User
) -> None:
    client = signed_in(writer)
    client.post(f"{PROFILE}edit/", filled(client, headline="把第一轮融资谈成"))

    assert "把第一轮融资谈成" in client.get(f"{PROFILE}preview/").content.decode()


def test_mentor_when_they_take_a_change_back_then_they_go_on_where_they_were(signed_in, writer: User) -> None:
    client = signed_in(writer)
    client.post(f"{PROFILE}edit/", filled(client, headline="把第一轮融资谈成"))
    client.post(f"{PROFILE}moves/submit/", {"version": 1})
    assert client.get(f"{PROFILE}edit/").status_code == 302, "nothing is written under the reviewer's eyes"

    client.post(f"{PROFILE}moves/reopen/", {"version": 2})

    assert client.get(f"{PROFILE}edit/").context["form"]["headline"].value() == "把第一轮融资谈成"
