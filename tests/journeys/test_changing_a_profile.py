"""A mentor changes their page; the old one stays public until a clerk has compared and approved (A14, P24)."""

from typing import Any

from django.test import Client
from wagtail.models import Revision

from cms_pages.models import MentorPage, PortalImage
from plugins.mentors.models import Mentor, ProfileChange
from plugins.mentors.workflows.profile_change import ProfileChangeFlow
from portal.accounts.models import User
from portal.audit.models import Entry
from portal.audit.table import PERSON_READ
from portal.notices.models import Message
from tests.factories.files import picture, upload
from tests.plugins.mentors.changing.conftest import in_office, mentor, writer

__all__ = ["in_office", "mentor", "writer"]

PROFILE = "/m/mine/profile/"
CHANGES = "/api/v1/profile-changes/"


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
    wrapped = {"revision": begun["revision"], "content": {"headline": "写错了地方"}}
    unknown = at_home.patch(f"{address}content/", wrapped, content_type="application/json")
    assert (unknown.status_code, unknown.json()["errors"][0]["field"]) == (400, "content")
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
    assert [entry.person for entry in Entry.objects.filter(action=PERSON_READ.name)] == [clerk.pk] * 2
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


def send_photo(client: Client, address: str, **parts: Any) -> Any:
    return client.post(f"{address}photo/", parts)


def stored_pictures() -> set[str]:
    return {*PortalImage._meta.get_field("file").storage.listdir("original_images")[1]}


def test_photo_and_papers_by_the_api_follow_the_rules_of_the_page(
    signed_in, writer: User, clerk: User, mentor: Mentor
) -> None:
    at_home, at_work = signed_in(writer), signed_in(clerk)
    begun = post(at_home, CHANGES, {}).json()["case"]
    address, owner = f"{CHANGES}{begun['id']}/", f"mentors.profilechange:{begun['id']}"

    fake = send_photo(at_home, address, revision=begun["revision"], file=upload("me.jpg", b"no picture"))
    assert [(fake.status_code, error["field"]) for error in fake.json()["errors"]] == [(400, "file")]
    kept = send_photo(at_home, address, revision=begun["revision"], file=upload("me.jpg", picture())).json()
    assert kept["content"]["portrait"] == PortalImage.objects.get(uploaded_by_user=writer).pk
    there = stored_pictures()
    late = send_photo(at_home, address, revision=begun["revision"], file=upload("me.jpg", picture()))
    assert stored_pictures() == there, "a photo that is refused leaves no file"
    assert late.json()["type"] == "/api/problems/case-changed/"
    assert PortalImage.objects.filter(uploaded_by_user=writer).count() == 1

    parts = {"owner": owner, "slot": "evidence", "file": upload("post.jpg", picture())}
    assert at_home.post("/api/v1/attachments/", parts).status_code == 201
    slots = at_home.get("/api/v1/attachments/", {"owner": owner}).json()["slots"]
    assert [(slot["name"], len(slot["files"])) for slot in slots] == [("evidence", 1)]
    assert at_work.get("/api/v1/attachments/", {"owner": owner}).status_code == 404, "nobody's but hers"
    assert "post.jpg" in at_home.get(f"{PROFILE}check/").content.decode()

    submitted = post(at_home, f"{address}moves/submit/", {"version": begun["version"]}).json()["case"]
    parts = {"owner": owner, "slot": "evidence", "file": upload("late.jpg", picture())}
    assert at_home.post("/api/v1/attachments/", parts).status_code in (403, 404)
    refused = send_photo(at_home, address, revision=kept["revision"], file=upload("me.jpg", picture()))
    assert refused.status_code == 409
    assert at_work.get("/api/v1/attachments/", {"owner": owner}).status_code == 200
    assert "post.jpg" in at_work.get(f"/desk/cases/mentors.profilechange/{begun['id']}/").content.decode()
    post(at_work, f"{address}moves/approve/", {"version": submitted["version"]})
    assert MentorPage.objects.get(slug="yuchi-qing").portrait_id == kept["content"]["portrait"]


def test_photo_when_taken_away_by_the_api_then_nothing_of_it_stays(signed_in, writer: User) -> None:
    client = signed_in(writer)
    begun = post(client, CHANGES, {}).json()["case"]
    address = f"{CHANGES}{begun['id']}/"
    kept = send_photo(client, address, revision=begun["revision"], file=upload("me.jpg", picture())).json()
    body = {"revision": kept["revision"], "without_photo": True}
    written = client.patch(f"{address}content/", body, content_type="application/json").json()
    assert written["content"]["portrait"] is None
    post(client, f"{address}moves/withdraw/", {"version": begun["version"]})
    assert not PortalImage.objects.filter(uploaded_by_user=writer).exists()


def autosave(client: Client, body: dict[str, Any]) -> Any:
    return client.post(f"{PROFILE}autosave/", body)


def test_form_when_left_alone_then_it_has_kept_itself(signed_in, writer: User) -> None:
    client = signed_in(writer)
    typed = filled(client, headline="把第一轮融资谈成", help_points="看商业计划书\n估算要多少钱")
    first = autosave(client, typed).json()
    assert first["said"].startswith("草稿自动保存于 ")

    second = autosave(
        client, typed | {"headline": "把第一轮融资谈成，三个月内", "seen": first["version"]}
    ).json()
    form = client.get(f"{PROFILE}edit/").context["form"]
    assert form["headline"].value() == "把第一轮融资谈成，三个月内"
    assert form["help_points"].value() == "看商业计划书\n估算要多少钱"
    assert form["seen"].value() == second["version"]
    assert client.post(f"{PROFILE}edit/", typed | {"seen": second["version"]}).status_code == 302
    assert Revision.objects.for_instance(ProfileChange.objects.get()).count() <= 5


def test_form_when_half_typed_then_the_valid_half_is_kept_and_the_other_named(
    signed_in, writer: User
) -> None:
    client = signed_in(writer)
    answer = autosave(client, filled(client, headline="", position="合伙人", experience="没有冒号"))
    assert answer.status_code == 200
    assert "没有保存的：一句话介绍、经历" in answer.json()["said"]
    form = client.get(f"{PROFILE}edit/").context["form"]
    assert (form["position"].value(), bool(form["headline"].value())) == ("合伙人", True)


def test_two_windows_when_one_has_kept_itself_then_the_other_is_told(signed_in, writer: User) -> None:
    """R8, also where neither had begun a change."""
    client = signed_in(writer)
    left, right = filled(client, headline="左边的窗口"), filled(client, headline="右边的窗口")
    kept = autosave(client, left).json()

    told = autosave(client, right)
    assert (told.status_code, "另一个窗口" in told.json()["said"]) == (409, True)
    pressed = client.post(f"{PROFILE}edit/", right)
    assert pressed.status_code == 422
    assert "右边的窗口" in pressed.content.decode()
    assert client.get(f"{PROFILE}edit/").context["form"]["headline"].value() == "左边的窗口"
    assert autosave(client, left | {"seen": kept["version"]}).status_code == 200


def test_form_when_it_keeps_itself_then_photos_wait_for_the_button(signed_in, writer: User) -> None:
    client = signed_in(writer)
    client.post(f"{PROFILE}edit/", filled(client, photo=upload("me.jpg", picture())))
    change = ProfileChange.objects.get()
    assert autosave(client, filled(client, headline="新的一句", without_photo="on")).status_code == 200
    change.refresh_from_db()
    assert change.revision.content["portrait"] is not None
    change = ProfileChangeFlow.withdraw(change, actor=writer)
    assert not PortalImage.objects.filter(uploaded_by_user=writer).exists()


def test_form_when_handed_in_meanwhile_then_nothing_is_kept(signed_in, writer: User) -> None:
    client = signed_in(writer)
    client.post(f"{PROFILE}edit/", filled(client, headline="把第一轮融资谈成"))
    typed = filled(client, headline="再改一下")
    client.post(f"{PROFILE}moves/submit/", {"version": 1})
    assert autosave(client, typed).status_code == 409


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
