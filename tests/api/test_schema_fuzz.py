"""Both APIs are driven by what their OpenAPI document promises: no failure, no undocumented status or shape.

Every operation is called with values that the document allows and with values that it forbids, in-process; where an
address names a thing, it is called once more with a thing that exists.
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.utils import timezone
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import (
    content_type_conformance,
    negative_data_rejection,
    not_a_server_error,
    response_schema_conformance,
    status_code_conformance,
)

from api.schema import PortalSchemaGenerator
from api.tokens.actions import create_token
from api.tokens.scopes import all_scopes
from api.uploads import PartParser
from cms_pages.choices import NewsKind
from cms_pages.models import RecruitmentArticle, RecruitmentMaterial, ServiceType
from cms_pages.previews import preview_token
from portal.accounts.testing import add_second_factor
from portal.plugin.registry import registry
from portal.plugin.switches import switch
from tests.conftest import person
from tests.factories.content import NewsFactory, PolicyFactory, RecruitmentFactory, ServiceCaseFactory
from tests.factories.library import a_document, a_picture
from tests.factories.mentors import MentorFactory
from tests.plugins.mentors.conftest import settled

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.usefixtures("quiet")]

ANSWERS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
PROMISES = schemathesis.openapi.from_dict(PortalSchemaGenerator().get_schema(public=True))
PROMISES.app = get_wsgi_application()
schemathesis.serializer.alias(PartParser.media_type, "application/octet-stream")  # a part of a file is bytes


@pytest.fixture(autouse=True)
def open_connection() -> Iterator[None]:
    """A request through WSGI closes the connection when it ends; here the test's transaction lives on it."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture(autouse=True)
def own_media() -> None:
    """The files of the things stay for all tests."""


@pytest.fixture(scope="module")
def things(module_site) -> dict[str, dict[str, Any]]:
    """Something of every kind, by the address that names it."""
    for plugin in registry:
        switch(plugin, module_site, on=True)
    law = PolicyFactory(as_law=True, slug="measures", attachments=[("document", a_document())])
    notice = NewsFactory(public_notice=True, slug="notice", listing_image=a_picture())
    NewsFactory(
        kind=NewsKind.RESULT, result_of=notice, body=[("image", {"image": a_picture(), "decorative": True})]
    )
    NewsFactory(withdrawn=True)
    call = RecruitmentFactory(slug="round")
    RecruitmentMaterial.objects.create(page=call, name="商业计划书")
    RecruitmentArticle.objects.create(page=call, policy=law, article=2, item=1)
    mentor = MentorFactory()
    kind = ServiceType.objects.create(name="融资对接", slug="finance")
    ServiceCaseFactory(slug="case", mentor_page=mentor.page, service_type=kind, photo=a_picture())
    revision = law.save_revision()
    previewer = person("previewer", "总管", is_superuser=True, is_staff=True)
    settled()
    return {
        "/api/v1/policies/{slug}/": {"slug": "measures"},
        "/api/v1/policies/{slug}/articles/{number}/": {"slug": "measures", "number": "2"},
        "/api/v1/notices/{slug}/": {"slug": "notice"},
        "/api/v1/recruitment/{slug}/": {"slug": "round"},
        "/api/v1/cases/{slug}/": {"slug": "case"},
        "/api/v1/mentors/{code}/": {"code": mentor.code},
        "/api/v2/pages/{id}/": {"id": law.pk},
        "/api/v2/images/{id}/": {"id": notice.listing_image_id},
        "/api/v2/documents/{id}/": {"id": law.attachments[0].value.pk},
        "/api/v2/page_preview/": {"token": preview_token(revision, previewer)},
    }


@pytest.fixture(scope="module")
def token(module_site) -> str:
    """A token that may do everything its person may, who has a second factor, without which it would open nothing."""
    manager = person("manager", "总管", is_superuser=True, is_staff=True)
    add_second_factor(manager)
    scopes = [scope.name for scope in all_scopes()]
    return create_token(manager, name="程序", scopes=scopes, expires_at=timezone.now() + timedelta(days=1))[1]


@PROMISES.parametrize()
@settings(
    max_examples=12,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_promises_are_kept(case, things, token) -> None:
    case.call_and_validate(checks=[*ANSWERS, negative_data_rejection])
    if case.operation.definition.raw.get("security"):
        answer = case.call_and_validate(checks=ANSWERS, headers={"Authorization": f"Bearer {token}"})
        assert answer.status_code != 401
    known = things.get(case.operation.path)
    if known:
        place = case.path_parameters if case.path_parameters else case.query
        place.update(known)
        case.call_and_validate(checks=ANSWERS)
