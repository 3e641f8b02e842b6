"""Planted canaries: one person's phone, ID number, e-mail address and real name, looked for wherever things leave (A4)."""

import io
import logging
from collections.abc import Iterator
from datetime import timedelta

import pytest
import structlog
from django.apps import apps
from django.core import mail
from django.db import models
from django.test import Client
from django.utils import timezone
from pypdf import PdfReader
from wagtail.models import Site

from api.tokens.actions import create_token
from portal.accounts.models import Phone, User
from portal.audit.models import Entry
from portal.privacy import reveal_report
from portal.privacy.revealing import reveal
from portal.roles.table import AUDITOR, DESK_OFFICER, ROLES, SECURITY_ADMINISTRATOR
from tests.conftest import person
from tests.factories.content import PolicyFactory, article
from tests.factories.mentors import MentorFactory
from tests.portal.identity.people import LINHAI, at_counter

PHONE, EMAIL, REAL_NAME, ID_NUMBER = "13987654321", "jinsique@canary.example", "金丝雀本人", LINHAI
CANARIES = (PHONE, EMAIL, REAL_NAME, ID_NUMBER)
FOR_EVERYBODY = (
    *("/", "/mentors/", "/policies/", "/notices/", "/cases/", "/recruitment/", "/services/", "/faq/"),
    *("/sitemap.xml", "/feeds/notices/", "/search/?q=canary", f"/search/?q={PHONE}", "/healthz", "/readyz"),
    *("/accounts/login/", "/accounts/password/reset/", "/api/schema/"),
)
OF_THE_API = (
    *("mentors/", "policies/", "notices/", "recruitment/", "search/?q=金丝雀", "search/suggest/?q=金丝"),
    *("terms/", "me/", "me/tokens/", "attachments/"),
)
OF_STAFF = ("/admin/", "/admin/mentor/", "/admin/reports/site-history/", "/admin/roles/", "/admin/trace/")


@pytest.fixture(scope="module")
def planted(module_site: Site, wagtail_indexes: None) -> User:
    """Planted once for all tests, into every index that there is."""
    planted = User.objects.create_user(
        "c7d1", EMAIL, "correct horse battery", last_name="丁", first_name="一"
    )
    Phone.objects.create(user=planted, number=PHONE, confirmed_at=timezone.now())
    at_counter(planted, person("counter", "吴窗口", DESK_OFFICER.group), real_name=REAL_NAME)
    MentorFactory()
    PolicyFactory(live=True, body=[article(1, "全市创业者适用本办法。")])
    return planted


@pytest.fixture
def canary(planted: User, db: None) -> User:
    """Somebody of whom everything is known, and whom nobody need see."""
    return User.objects.get(pk=planted.pk)


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """Every log line as it is written."""
    root = logging.getLogger()
    formatter = next(
        handler.formatter
        for handler in root.handlers
        if isinstance(handler.formatter, structlog.stdlib.ProcessorFormatter)
    )
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(formatter)
    root.addHandler(handler)
    yield written
    root.removeHandler(handler)


def found_in(text: str) -> list[str]:
    return [canary for canary in CANARIES if canary in text]


def body(answer) -> str:
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return content.decode("utf-8", "replace")


def asked_for(path: str) -> tuple[str, ...]:
    """What the address itself says may stand in the answer: the words of a search."""
    return tuple(canary for canary in CANARIES if canary in path)


def leaks(client: Client, paths: tuple[str, ...], **headers: str) -> dict[str, list[str]]:
    found = {path: set(found_in(body(client.get(path, **headers)))) - {*asked_for(path)} for path in paths}
    return {path: sorted(canaries) for path, canaries in found.items() if canaries}


def test_no_page_and_no_api_shows_a_stranger_anything(canary, citizen, client, signed_in) -> None:
    paths = (*FOR_EVERYBODY, *(f"/api/v1/{path}" for path in OF_THE_API))
    assert leaks(client, paths) == {}
    assert leaks(signed_in(citizen), paths) == {}


def test_no_program_of_somebody_else_gets_anything(canary, citizen) -> None:
    expires = timezone.now() + timedelta(days=1)
    _token, text = create_token(
        citizen, name="程序", scopes=["me:read", "attachments:read"], expires_at=expires
    )
    paths = tuple(f"/api/v1/{path}" for path in OF_THE_API)
    assert leaks(Client(), paths, HTTP_AUTHORIZATION=f"Bearer {text}") == {}


@pytest.mark.parametrize("slug", ROLES)
def test_lists_of_staff_show_masks(canary, signed_in, slug: str) -> None:
    """D6: by default masked, for whatever role; a value in full is an act of its own."""
    own = {"security_administrator": ("/admin/accounts/", f"/admin/accounts/{canary.pk}/")}
    own |= {"desk_officer": (f"/desk/identity/{canary.pk}/",)}
    client = signed_in(person("staff", "职员", ROLES[slug].group))
    found = leaks(client, (*OF_STAFF, *own.get(slug, ())))
    # Compared with the document in hand, or told apart from a namesake before an account is closed.
    allowed = {f"{page}/{canary.pk}/": [REAL_NAME] for page in ("/desk/identity", "/admin/accounts")}
    assert {path: found[path] for path in found if found[path] != allowed.get(path)} == {}


def test_exports_of_staff_show_masks(canary, signed_in) -> None:
    auditor = signed_in(person("auditor", "严审计", AUDITOR.group))
    for kind in ("csv", "xlsx"):
        assert leaks(auditor, (f"/admin/trace/?export={kind}",)) == {}


def test_search_index_knows_nobody(canary) -> None:
    columns = [
        (model, field.name)
        for model in apps.get_app_config("search").get_models()
        for field in model._meta.local_fields
        if isinstance(field, models.CharField | models.TextField)
    ]
    assert len(columns) > 5
    rows = (row for model, name in columns for row in model._base_manager.values_list(name, flat=True))
    assert found_in("\n".join(map(str, rows))) == []


def test_trace_of_it_all_holds_nothing_readable(canary, client, signed_in) -> None:
    officer = person("officer", "方安全", SECURITY_ADMINISTRATOR.group)
    reveal(officer, canary, "email", purpose=f"电话 {PHONE} 打不通，改发 {EMAIL}")
    client.post("/accounts/login/", {"login": PHONE, "password": "guess"})
    client.post("/accounts/login/", {"login": EMAIL, "password": ID_NUMBER})
    signed_in(officer).get(f"/admin/trace/?who={PHONE}")
    names = [field.name for field in Entry._meta.local_fields if isinstance(field, models.CharField)]
    text = "\n".join(map(str, Entry.objects.values_list(*names)))
    assert "139****4321" in text
    assert found_in(text) == []


def test_log_lines_hold_nothing(canary, client, signed_in, log) -> None:
    for path in (f"/nothing/{PHONE}/", f"/api/v1/nothing/{ID_NUMBER}/", f"/search/?q={EMAIL}"):
        client.get(path)
    client.post("/accounts/login/", {"login": EMAIL, "password": ID_NUMBER})
    structlog.get_logger("a.plugin").warning("call_failed", error=f"no answer from {PHONE}", email=EMAIL)
    logging.getLogger("some.library").error("could not mail %s", EMAIL)
    written = log.getvalue()
    assert "call_failed" in written
    assert found_in(written) == []


def test_mails_to_others_name_nobody(canary, settings) -> None:
    settings.MANAGERS = [("", "manager@hailan.example")]
    settings.REVEALS_WARN_A_DAY = 1
    officer = person("officer", "方安全", SECURITY_ADMINISTRATOR.group)
    person("auditor", "严审计", AUDITOR.group)
    reveal(officer, canary, "email", purpose="核对收件人")
    reveal_report.send()
    assert len(mail.outbox) == 2
    assert found_in("\n".join(f"{message.subject}\n{message.body}" for message in mail.outbox)) == []


def test_pdf_names_nobody(canary, client) -> None:
    policy = PolicyFactory._meta.model.objects.get()
    answer = client.get(f"{policy.url}policy.pdf")
    pages = PdfReader(io.BytesIO(b"".join(answer) if answer.streaming else answer.content)).pages
    text = "\n".join(page.extract_text() for page in pages)
    assert text
    assert found_in(text) == []
