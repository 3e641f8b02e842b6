"""Pictures and files of unpublished pages are for those whose work they are, at every door of the library (A5, D10)."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client, TestCase
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import localdate
from wagtail.models import Collection, Page
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from cms_pages.models import DraftUse, NewsPage, ServiceCaseIndexPage, ServiceCasePage
from portal.accounts.models import User
from portal.roles.table import (
    APPROVER,
    AUDITOR,
    DESK_OFFICER,
    EDITOR,
    EXPERT,
    MANAGER,
    MENTOR_CLERK,
    SECURITY_ADMINISTRATOR,
    SYSTEM_ADMINISTRATOR,
)
from tests.conftest import person
from tests.factories.drafts import draft, published
from tests.factories.library import a_document, a_small_picture
from tests.statements import asked

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("wagtail_indexes")]

WORD = "素材"
PUBLIC, SHARED = "公开素材", "共有素材"
UNUSED, DRAFTED, PENDING, CASE, WAITING = "闲置素材", "草稿素材", "待审素材", "案例素材", "他人素材"
TITLES = (PUBLIC, SHARED, UNUSED, DRAFTED, PENDING, CASE, WAITING)
OPEN = {PUBLIC, SHARED}
OF_PAGES = {DRAFTED, PENDING, CASE}
AUTHOR = "author"
WITHOUT_LIBRARY = (AUDITOR, SECURITY_ADMINISTRATOR, SYSTEM_ADMINISTRATOR, DESK_OFFICER, EXPERT, MANAGER)
WRITERS = {AUTHOR: EDITOR, **{role.slug: role for role in (EDITOR, APPROVER, MENTOR_CLERK)}}
REACH = {
    AUTHOR: OPEN | OF_PAGES | {UNUSED},
    EDITOR.slug: OPEN | OF_PAGES,
    APPROVER.slug: OPEN | OF_PAGES,
    MENTOR_CLERK.slug: OPEN | {CASE},
}


def staying(slug: str) -> set[str]:
    """Which the writer does not delete (test_frozen_files.py): the author has edited one page, commands the others."""
    return {PUBLIC, DRAFTED, CASE} | (set() if slug == AUTHOR else {PENDING})


@dataclass(frozen=True)
class Half:
    """Pictures or documents: how they are made, where the admin keeps them, and how a page carries one."""

    word: str
    make: Callable[..., Any]
    app: str

    def address(self, name: str, *args: Any) -> str:
        return reverse(f"{self.app}:{name}", args=args)

    def window(self, name: str, *args: Any) -> str:
        return reverse(f"{self.app}_chooser:{name}", args=args)

    def api(self, name: str, *args: Any) -> str:
        return reverse(f"wagtailadmin_api:{self.word}s:{name}", args=args)

    def several(self, action: str) -> str:
        return reverse("wagtail_bulk_action", args=("cms_pages", f"portal{self.word}", action))

    def body(self, file: Any) -> list[Any]:
        return [("image" if self.word == "image" else "attachment", file)]

    def sent(self, key: Any) -> tuple[str, Any]:
        """The same as a browser sends it."""
        if self.word == "image":
            return "image", {"image": key, "decorative": "on", "alt_text": ""}
        return "attachment", key


HALVES = (Half("image", a_small_picture, "wagtailimages"), Half("document", a_document, "wagtaildocs"))


@pytest.fixture(params=HALVES, ids=lambda half: half.word)
def half(request: pytest.FixtureRequest) -> Half:
    return request.param


@pytest.fixture(autouse=True)
def own_media() -> None:
    """The files of the library stay for all tests."""


@pytest.fixture(scope="module")
def made(wagtail_indexes, module_site) -> dict[str, dict[str, Any]]:
    """The files by the word of their half, made once."""
    author, mentor = person(AUTHOR, "甲编辑", EDITOR.group), person("mentor", "某导师")
    with TestCase.captureOnCommitCallbacks(execute=True):
        return {half.word: library(half, author, mentor) for half in HALVES}


def library(half: Half, author: User, mentor: User) -> dict[str, Any]:
    """One of each title, in the state that it names."""
    owners = {UNUSED: author, WAITING: mentor}
    found = {title: half.make(title, uploaded_by_user=owners.get(title)) for title in TITLES}
    found[SHARED].collection = Collection.get_first_root_node().get_children().get()
    found[SHARED].save()
    published("公开的", body=half.body(found[PUBLIC]))
    draft("未公开的", body=half.body(found[DRAFTED]))
    changed = published("要改的")
    changed.body = half.body(found[PENDING])
    changed.save_revision(user=author)
    cases = Page.objects.get(pk=ServiceCaseIndexPage.objects.get().pk)
    cases.add_child(instance=ServiceCasePage(title="案例", live=False, body=half.body(found[CASE])))
    return found


@pytest.fixture
def author(db, made) -> User:
    return User.objects.get(username=AUTHOR)


@pytest.fixture
def files(half: Half, db, made) -> dict[str, Any]:
    """Those of the half, as a test may change them."""
    return {title: type(file).objects.get(pk=file.pk) for title, file in made[half.word].items()}


@pytest.fixture(params=WRITERS)
def slug(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture
def writer(slug: str, author: User, signed_in) -> Client:
    """Somebody of the role, who has brought nothing in; or the author."""
    return signed_in(author if slug == AUTHOR else person("someone", "某职员", WRITERS[slug].group))


@pytest.fixture
def editor(site, signed_in) -> Client:
    """Not the author."""
    return signed_in(person("someone", "某编辑", EDITOR.group))


def told(answer: HttpResponse) -> set[str]:
    """Which of the titles an answer bears."""
    text = answer.content.decode()
    return {title for title in TITLES if title in text or json.dumps(title)[1:-1] in text}


# Lists ----------------------------------------------------------------------------------------------------------


def lists(half: Half) -> Iterator[str]:
    yield half.address("index")
    yield half.address("index") + "?layout=list"
    yield half.address("index") + f"?q={WORD}"
    yield half.address("index_results") + "?ordering=-usage_count"
    yield half.window("choose")
    yield half.window("choose") + f"?q={WORD}"
    yield half.window("choose_results") + f"?q={WORD}"
    yield half.api("listing")
    yield half.api("listing") + f"?search={WORD}"


def test_a5_lists_name_what_is_ones_own_work(half: Half, files, writer: Client, slug: str) -> None:
    for address in lists(half):
        assert told(writer.get(address)) == REACH[slug], address


def several(half: Half, files: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Everything that takes keys of several."""
    keys = [file.pk for file in files.values()]
    yield half.window("chosen_multiple"), {"id": keys}
    for action in ("delete", "add_tags", "add_to_collection"):
        yield half.several(action), {"id": keys}
    yield half.several("delete"), {"id": "all"}


def test_a5_several_are_ones_own_work(half: Half, files, writer: Client, slug: str) -> None:
    for address, keys in several(half, files):
        kept = staying(slug) if address == half.several("delete") else set()
        assert told(writer.get(address, keys)) == REACH[slug] - kept, address


# One ------------------------------------------------------------------------------------------------------------


def looks(half: Half, file: Any) -> Iterator[str]:
    """Everything that shows one of them."""
    yield half.address("edit", file.pk)
    yield half.address("delete", file.pk)
    yield half.address(f"{half.word}_usage", file.pk)
    yield half.window("chosen", file.pk)
    yield half.api("detail", file.pk)
    if half.word == "image":
        yield half.window("select_format", file.pk)
        yield half.address("preview", file.pk, "max-100x100")


def refused(answer: HttpResponse) -> bool:
    return answer.status_code in (302, 403, 404) and not told(answer)


def require_refusal(client: Client, half: Half, file: Any) -> None:
    """Nothing is shown of the file, nor done to it."""
    for address in looks(half, file):
        assert refused(client.get(address)), address
    for name in ("edit", "edit_multiple", "delete", "delete_multiple"):
        assert refused(client.post(half.address(name, file.pk), {"title": "改过"})), name
    if half.word == "document":
        assert client.get(file.url).status_code == 404
    assert type(file).objects.get(pk=file.pk).title == file.title


def test_a5_one_is_shown_and_changed_by_whose_work_it_is(
    half: Half, files, writer: Client, slug: str
) -> None:
    for title, file in files.items():
        if title not in REACH[slug]:
            require_refusal(writer, half, file)
            continue
        for address in looks(half, file):
            kept = title in staying(slug) and address == half.address("delete", file.pk)
            assert writer.get(address).status_code == (302 if kept else 200), address
        if half.word == "document":
            assert writer.get(file.url).status_code == 200


def test_a5_who_has_no_part_in_the_library_sees_nothing_of_it(half: Half, files, signed_in) -> None:
    for role in WITHOUT_LIBRARY:
        client = signed_in(person(role.slug, "某职员", role.group))
        for address in lists(half):
            assert told(client.get(address)) == set(), (role.slug, address)
        for address, keys in several(half, files):
            assert told(client.get(address, keys)) == set(), (role.slug, address)
        require_refusal(client, half, files[WAITING])
        require_refusal(client, half, files[DRAFTED])


@pytest.mark.parametrize("half", HALVES[:1], indirect=True, ids=["image"])
def test_pictures_lie_under_names_that_nobody_can_guess(half: Half, files) -> None:
    for title, file in files.items():
        stem, _dot, rest = file.get_rendition("max-100x100").file.name.rpartition("/")[2].partition(".")
        assert len(stem) == 12, rest
        assert title not in rest


def cost(client: Client, address: str) -> int:
    """How many questions the answer takes once everything that is cached is."""
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        client.get(address)
    return len(asked(captured))


def test_lists_cost_the_same_however_long(half: Half, files, editor: Client) -> None:
    for address in (
        half.address("index"),
        half.address("index") + f"?q={WORD}",
        half.window("choose"),
        half.several("add_tags") + "?id=all",
    ):
        few = cost(editor, address)
        for number in range(3):
            half.make(f"{WORD}{number}", collection=files[SHARED].collection)
        assert cost(editor, address) == few, address


# Forms of pages -------------------------------------------------------------------------------------------------


def form(**changes: Any) -> dict[str, Any]:
    """What an editor's browser sends for a notice."""
    return nested_form_data(
        {
            "title": "通知",
            "slug": "notice",
            "kind": "news",
            "summary": "",
            "published_on": localdate().isoformat(),
            "body": streamfield([]),
            "attachments": streamfield([]),
            "comments": {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0},
            **changes,
        }
    )


@pytest.fixture
def notice(site, author: User) -> NewsPage:
    return draft("通知", user=author)


@pytest.mark.parametrize("title", ["通知", ""], ids=["valid", "invalid"])
def test_a5_page_takes_no_file_out_of_reach(half: Half, files, notice, editor: Client, title: str) -> None:
    """Neither is it on the page, nor does the form that comes back show it, whatever else is wrong."""
    address = reverse("wagtailadmin_pages:edit", args=[notice.pk])
    for name in (UNUSED, WAITING):
        sent = form(title=title, body=streamfield([half.sent(files[name].pk)]))
        for place in (address, reverse("wagtailadmin_pages:preview_on_edit", args=[notice.pk])):
            answer = editor.post(place, sent)
            assert told(answer) == set()
            assert answer.status_code == 302
    assert not NewsPage.objects.get(pk=notice.pk).get_latest_revision_as_object().body


def test_page_takes_files_within_reach(half: Half, files, notice, editor: Client) -> None:
    within = [files[name] for name in (PUBLIC, SHARED, DRAFTED, PENDING)]
    sent = form(body=streamfield([half.sent(file.pk) for file in within]))
    assert editor.post(reverse("wagtailadmin_pages:edit", args=[notice.pk]), sent).status_code == 302
    body = NewsPage.objects.get(pk=notice.pk).get_latest_revision_as_object().body
    assert [block.value.pk for block in body] == [file.pk for file in within]


def test_page_keeps_what_is_on_its_draft_already(half: Half, files, notice, editor: Client, author) -> None:
    """Also where it is known to no index: one may go on with a colleague's draft in any case."""
    notice.body = half.body(files[UNUSED])
    notice.save_revision(user=author)
    DraftUse.objects.all().delete()
    sent = form(title="改过", body=streamfield([half.sent(files[UNUSED].pk)]))
    assert editor.post(reverse("wagtailadmin_pages:edit", args=[notice.pk]), sent).status_code == 302
    assert NewsPage.objects.get(pk=notice.pk).get_latest_revision_as_object().title == "改过"
    assert [use.object_id for use in DraftUse.objects.all()] == [files[UNUSED].pk]


def test_a5_page_takes_no_picture_out_of_reach_for_lists(notice, editor: Client, signed_in, author) -> None:
    picture = a_small_picture(UNUSED, uploaded_by_user=author)
    address = reverse("wagtailadmin_pages:edit", args=[notice.pk])
    for title in ("通知", ""):
        answer = editor.post(address, form(title=title, listing_image=picture.pk))
        assert refused(answer)
    assert NewsPage.objects.get(pk=notice.pk).listing_image is None
    assert signed_in(author).post(address, form(listing_image=picture.pk)).status_code == 302
    assert NewsPage.objects.get(pk=notice.pk).listing_image == picture


def test_a5_text_links_to_no_document_out_of_reach(notice, editor: Client, signed_in, author) -> None:
    document = a_document(UNUSED, uploaded_by_user=author)
    written = rich_text(f'<p><a linktype="document" id="{document.pk}">下载</a></p>')
    number = f'"id": {document.pk}'
    assert number in written
    address = reverse("wagtailadmin_pages:edit", args=[notice.pk])
    for key in (str(document.pk), '"x"', "9" * 30):
        body = streamfield([("paragraph", written.replace(number, f'"id": {key}'))])
        assert editor.post(address, form(body=body))["Location"] == reverse("wagtailadmin_home"), key
    own = signed_in(author).post(address, form(body=streamfield([("paragraph", written)])))
    assert own["Location"] == address
    (block,) = NewsPage.objects.get(pk=notice.pk).get_latest_revision_as_object().body
    assert "下载" in str(block.value)
