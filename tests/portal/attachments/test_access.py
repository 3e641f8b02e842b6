"""Who may do what with a file, on every channel: the owner's predicates and nothing else (U10, A1, A2)."""

import re
import uuid
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from wagtail.models import Site

from cms_pages.models import PortalDocument, PortalImage
from portal.accounts.models import User
from portal.attachments.base import AttachmentOwner
from portal.attachments.models import Attachment
from portal.attachments.showing import address
from portal.roles.table import EDITOR, MENTOR_CLERK
from search.registry import documents
from tests.conftest import copied, person, signed_in_once
from tests.factories import files
from tests.portal.attachments.conftest import GROUP

# What each may: read, change. A superuser is a stranger to evidence.
EXPECTED = {
    "owner": (True, True),
    "counter": (True, False),
    "citizen": (False, False),
    "clerk": (False, False),
    "editor": (False, False),
    "manager": (False, False),
    "nobody": (False, False),
}


@pytest.fixture(scope="module")
def visitors(module_site: Site) -> dict[str, Client]:
    """All of them, signed in once for all tests of the module."""
    Group.objects.get_or_create(name=GROUP)
    people = {
        "owner": person("applicant", "申请人"),
        "counter": person("counter", "受理员", GROUP),
        "citizen": person("citizen", "王市民"),
        "clerk": person("clerk", "何专员", MENTOR_CLERK.group),
        "editor": person("editor", "周编辑", EDITOR.group),
        "manager": person("manager", "总管", is_superuser=True, is_staff=True),
    }
    return signed_in_once(people)


@pytest.fixture
def clients(visitors: dict[str, Client], db: None, people: AttachmentOwner) -> dict[str, Client]:
    """Copies, so that a test leaves no cookie behind."""
    return {name: copied(visitors[name]) if name in visitors else Client() for name in EXPECTED}


@pytest.fixture
def owner(clients: dict[str, Client]) -> User:
    """Somebody who has files to show."""
    return User.objects.get(username="applicant")


@pytest.fixture
def counter(clients: dict[str, Client]) -> User:
    """A clerk who reads them and changes nothing."""
    return User.objects.get(username="counter")


def upload() -> dict[str, Any]:
    return {"file": files.upload("b.pdf", files.pdf(["b"]))}


def act(client: Client, action: str, row: Attachment, owner: User) -> int:
    """The status of an action; each is possible for whoever may."""
    api, key = "/api/v1/attachments/", f"accounts.user:{owner.pk}"
    match action:
        case "page: list":
            return client.get(address(owner)).status_code
        case "page: file":
            return client.get(f"/attachments/{row.pk}/").status_code
        case "page: inline":
            return client.get(f"/attachments/{row.pk}/?inline").status_code
        case "page: upload":
            return client.post(address(owner, "proof"), upload()).status_code
        case "page: replace":
            return client.post(f"/attachments/{row.pk}/replace/", upload()).status_code
        case "page: ask removal":
            return client.get(f"/attachments/{row.pk}/remove/").status_code
        case "page: remove":
            return client.post(f"/attachments/{row.pk}/remove/").status_code
        case "api: list":
            return client.get(api, {"owner": key}).status_code
        case "api: one":
            return client.get(f"{api}{row.pk}/").status_code
        case "api: file":
            return client.get(f"{api}{row.pk}/file/").status_code
        case "api: upload":
            return client.post(api, {"owner": key, "slot": "proof", **upload()}).status_code
        case "api: replace":
            body = {"owner": key, "slot": "proof", "replaces": str(row.pk), **upload()}
            return client.post(api, body).status_code
    return client.delete(f"{api}{row.pk}/").status_code


READS = {
    "page: list": 200,
    "page: file": 200,
    "page: inline": 200,
    "api: list": 200,
    "api: one": 200,
    "api: file": 200,
}
CHANGES = {
    "page: upload": 302,
    "page: replace": 302,
    "page: ask removal": 200,
    "page: remove": 302,
    "api: upload": 201,
    "api: replace": 201,
    "api: remove": 204,
}


@pytest.mark.parametrize("who", list(EXPECTED))
@pytest.mark.parametrize("action", [*READS, *CHANGES])
def test_a1_matrix(clients, owner, put, storage, who, action) -> None:
    row = put()
    may_read, may_change = EXPECTED[who]
    allowed = may_read if action in READS else may_change
    status = act(clients[who], action, row, owner)
    if allowed:
        assert status == {**READS, **CHANGES}[action]
    else:
        hidden = 401 if who == "nobody" and action.startswith("api") else 404
        assert status == (403 if may_read else hidden)
        row.refresh_from_db()
        assert (Attachment.objects.count(), row.state) == (1, "current")


FOREIGN = [
    "/attachments/{id}/",
    "/attachments/{id}/?inline",
    "/attachments/{id}/remove/",
    "/attachments/accounts/user/{owner}/",
    "/attachments/accounts/user/{owner}/proof/",
    "/api/v1/attachments/{id}/",
    "/api/v1/attachments/{id}/file/",
    "/api/v1/attachments/?owner=accounts.user:{owner}",
]


def shape(response: Any) -> tuple[int, int]:
    """Status and size, without what differs with each request."""
    text = re.sub(r"urn:uuid:[0-9a-f-]+", "", response.content.decode())
    text = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "id", text)
    return response.status_code, len(re.sub(r'(csrfmiddlewaretoken" value=")[^"]+|user/\d+', r"\1", text))


@pytest.mark.parametrize("pattern", FOREIGN)
def test_a2_foreign_and_missing_answer_alike(clients, owner, put, pattern) -> None:
    row = put()
    client = clients["citizen"]
    foreign = client.get(pattern.format(id=row.pk, owner=owner.pk))
    missing = client.get(pattern.format(id=uuid.uuid4(), owner=owner.pk + 9_000))
    assert foreign.status_code == 404
    (status, size), (other_status, other_size) = shape(foreign), shape(missing)
    assert status == other_status
    assert abs(size - other_size) <= size / 100


@pytest.mark.parametrize(
    "address",
    [
        "/attachments/attic/stairs/1/",
        "/attachments/accounts/stairs/1/",
        "/attachments/sessions/session/1/",
        "/attachments/accounts/user/99999999999999999999999999/",
        "/attachments/accounts/user/1/attic/",
    ],
)
def test_owner_when_there_is_none_then_nothing_is_there(client, people, site, address) -> None:
    assert client.get(address).status_code == 404


# U10 --------------------------------------------------------------------------------------------------------------


def test_u10_address_without_sign_in_is_nothing(client, put) -> None:
    row = put("a.jpg")
    for path in (f"/attachments/{row.pk}/", f"/media/{row.stored_as}", f"/private/{row.stored_as}"):
        assert client.get(path, follow=True).status_code == 404


def test_u10_case_when_closed_then_its_files_are_nobodys(clients, owner, put) -> None:
    row = put()
    User.objects.filter(pk=owner.pk).update(is_active=False)
    assert clients["counter"].get(f"/attachments/{row.pk}/").status_code == 404


def test_u10_person_when_signed_out_then_the_address_is_nothing(clients, put) -> None:
    row, client = put(), clients["owner"]
    assert client.get(f"/attachments/{row.pk}/").status_code == 200
    client.logout()
    assert client.get(f"/attachments/{row.pk}/").status_code == 404


def test_u10_right_when_taken_away_then_it_is_gone_on_the_next_request(clients, counter, put) -> None:
    row, client = put(), clients["counter"]
    assert client.get(f"/attachments/{row.pk}/").status_code == 200
    counter.groups.clear()
    assert client.get(f"/attachments/{row.pk}/").status_code == 404


def test_u10_file_is_in_no_library_no_rendition_no_index_and_no_media_folder(put, settings) -> None:
    put("a.jpg", slot="licence")
    assert not PortalImage.objects.exists()
    assert not PortalDocument.objects.exists()
    assert Attachment not in {document.model for document in documents.all.values()}
    assert not list(settings.MEDIA_ROOT.rglob("*"))


def test_u10_storage_has_no_addresses(put, storage) -> None:
    from portal.attachments.storage import private_storage

    with pytest.raises(ValueError, match="no address"):
        private_storage().url(put().stored_as)


def test_storage_lets_nobody_else_of_the_machine_in(put, storage) -> None:
    path = storage / put().stored_as
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
