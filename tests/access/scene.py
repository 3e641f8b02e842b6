"""A portal with one of everything, the people who knock at its doors, and what fills in the routes' parameters."""

from collections.abc import Callable
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache, cached_property
from typing import Any

from wagtail.models import Page, Site, WorkflowState
from wagtail.snippets.models import get_snippet_models

from portal.accounts.models import User
from portal.roles.table import ROLES
from tests.access.routes import Route

VISITOR, CITIZEN, SUPERUSER = "visitor", "citizen", "superuser"
ACTORS = (VISITOR, CITIZEN, *ROLES)
PAGES = ("policy", "mentor_page")


@dataclass(frozen=True)
class Scene:
    """What stands in the portal; `people` has everybody who can sign in, by actor."""

    site: Site
    people: dict[str, User]
    things: dict[str, Any]

    @cached_property
    def waiting(self) -> dict[int, WorkflowState]:
        """What the pages of PAGES wait in, by their keys."""
        pages = [self.things[name] for name in PAGES]
        return {page.pk: page.current_workflow_state for page in pages}

    def paths(self, route: Route) -> dict[str, str]:
        """The route's addresses by the page of PAGES that each is about; one where it is about none."""
        found = {name: route.path(self.values(route, self.things[name])) for name in PAGES}
        return dict(list(found.items())[: len(set(found.values()))])

    def values(self, route: Route, page: Page) -> dict[str, Any]:
        """What fills in the route's parameters, where it is about a page with `page`."""
        found: dict[str, Any] = {}
        for fill in _fills(route.name):
            found = fill(self, page) | found
        return found


Fill = Callable[[Scene, Page], dict[str, Any]]


def _of(name: str, *parameters: str) -> Fill:
    """The key of a thing of the scene under each of these names."""
    return lambda scene, page: dict.fromkeys(parameters, scene.things[name].pk)


def _fixed(**values: Any) -> Fill:
    return lambda scene, page: values


def _page(scene: Scene, page: Page) -> dict[str, Any]:
    names = ("app_label", "content_type_app_name", "app_name")
    models = ("model_name", "content_type_model_name")
    waiting = scene.waiting[page.pk]
    task_state = waiting.current_task_state
    return (
        dict.fromkeys(("page_id", "parent_page_id", "page_to_move_id", "page_pk", "pk", "object_id"), page.pk)
        | dict.fromkeys(names, page._meta.app_label)
        | dict.fromkeys(models, page._meta.model_name)
        | {
            "destination_id": page.get_parent().pk,
            "revision_id": page.latest_revision_id,
            "revision_id_a": "earliest",
            "revision_id_b": "latest",
            "action_name": "approve",
            "task_state_id": task_state.pk,
            "task_id": task_state.task_id,
            "workflow_state_id": waiting.pk,
        }
    )


def _parent(scene: Scene, page: Page) -> dict[str, Any]:
    return {"parent_page_id": page.get_parent().pk}


# The first that matches a route's name counts for a parameter.
FILLINGS: tuple[tuple[str, Fill], ...] = (
    ("wagtailadmin_pages:add", _parent),
    ("wagtailadmin_pages:preview_on_add", _parent),
    ("wagtailadmin_pages:add_subpage", _parent),
    ("wagtailadmin_api:pages:action", _fixed(action_name="unpublish")),
    ("wagtailadmin_api:images:*", _of("image", "pk")),
    ("wagtailadmin_api:documents:*", _of("document", "pk")),
    ("v2:images:*", _of("image", "pk")),
    ("v2:documents:*", _of("document", "pk")),
    ("wagtailadmin_collections:*", _of("collection", "pk", "collection_id")),
    ("wagtailadmin_workflows:*task*", _of("task", "pk", "task_id")),
    ("wagtailadmin_workflows:add_task", _fixed(app_label="cms_pages", model_name="approvaltask")),
    ("wagtailadmin_workflows:*", _of("workflow", "pk", "workflow_pk")),
    ("wagtailadmin_editing_sessions:*", _of("session", "session_id")),
    ("wagtail_bulk_action", _fixed(app_label="wagtailcore", model_name="page", action="delete")),
    ("wagtailadmin_tag_model_autocomplete", _fixed(app_name="taggit", model_name="tag")),
    ("wagtailsettings:*", _fixed(app_name="cms_pages", model_name="portalsettings")),
    ("wagtailsettings:*", _of("site", "pk")),
    ("wagtaildocs*", _of("document", "pk", "document_id", "doc_id", "_0")),
    ("wagtaildocs*", lambda scene, page: {"_1": scene.things["document"].filename}),
    ("wagtaildocs:*upload*", _of("uploaded_document", "uploaded_file_id")),
    ("wagtailimages*", _of("image", "pk", "image_id")),
    ("wagtailimages:preview", _fixed(filter_spec="original")),
    ("wagtailimages:*upload*", _of("uploaded_image", "uploaded_file_id")),
    ("wagtailredirects:*", _of("redirect", "redirect_id")),
    ("wagtailsites:*", _of("site", "pk")),
    ("wagtailusers_users:*", _of("person", "pk")),
    ("wagtailusers_groups:*", _of("group", "pk")),
    ("mentor:*", _of("mentor", "pk")),
    ("accounts_desk:*", _of("person", "key")),
    ("accounts_desk:*", _fixed(slug="close")),
    ("account_end_device", _fixed(key="none")),
    ("desk:*", _fixed(kind="sample.none", key=1, name="none", file="00000000-0000-0000-0000-000000000000")),
    ("identity_desk:*", _of("person", "key")),
    ("identity_*", _fixed(slug="none")),
    ("privacy:reveal", _of("person", "key")),
    ("privacy:reveal", _fixed(model="accounts.user", field="email")),
    ("notices:message", _of("message", "pk")),
    ("member:*", _of("application", "pk")),
    ("member:*", _fixed(kind="mentors.application", name="withdraw", number="XX-2026-000001")),
    ("jobs:retry", _fixed(source="jobs", key="none")),
    ("notice_templates:*", _fixed(key="none")),
    ("special_days:*", _of("day", "pk")),
    ("roles:*", _of("grant", "key")),
    ("plugins:*", _of("site", "site_id")),
    ("plugins:*", _fixed(slug="mentors")),
    ("publication_overrides:decide", _of("override", "pk")),
    ("search_report", _fixed(name="empty")),
    ("tokens:*", lambda scene, page: {"prefix": scene.things["token"].prefix}),
    ("v1:me-token", lambda scene, page: {"prefix": scene.things["token"].prefix}),
    ("v1:me-message-read", _of("message", "pk")),
    ("reviews:seat", _of("seat", "key")),
    ("reviews:sign", _of("seat", "key")),
    ("reviews:leave", _of("seat", "key")),
    ("reviews:excuse", _of("seat", "seat")),
    ("reviews:expert", lambda scene, page: {"key": scene.people["expert"].pk}),
    ("reviews:change_criteria", _of("criteria", "key")),
    ("reviews:*", _fixed(position=1, kind="visit", name="open")),
    ("reviews:*", _of("review_round", "key")),
    ("v1:review-seats-*", _of("seat", "pk")),
    ("v1:review-seats-*", _fixed(name="sign")),
    ("v1:review-criteria-*", _of("criteria", "pk")),
    ("v1:review-rounds-*", _of("review_round", "pk")),
    ("v1:review-*", _fixed(pk=1, name="open", kind="visit")),
    ("v1:terms-detail", _fixed(list="fields")),
    ("v1:*", _fixed(number=1)),
    ("v1:policies-*", lambda scene, page: {"slug": scene.things["policy"].slug}),
    ("v1:notices-*", lambda scene, page: {"slug": scene.things["notice"].slug}),
    ("v1:recruitment-*", lambda scene, page: {"slug": scene.things["round"].slug}),
    ("v1:cases-*", lambda scene, page: {"slug": scene.things["case"].slug}),
    (
        "v1:mentors-certificate",
        lambda scene, page: {"certificate": scene.things["mentor"].terms.get().certificate_code},
    ),
    ("v1:mentors-*", lambda scene, page: {"code": scene.things["mentor"].code}),
    ("mentors:profile_move", _fixed(name="submit")),
    ("mentors:resignation_hand_over", _fixed(key=1)),
    ("v1:profile-changes-*", _fixed(pk=1, name="submit")),
    ("v1:resignations-*", _fixed(pk=1, name="withdraw")),
    ("mentors:appl*", _of("application", "pk")),
    ("mentors:appoint", _of("application", "pk")),
    ("mentors:apply_*", _fixed(name="basics")),
    ("v1:mentor-applications-*", _of("application", "pk")),
    ("v1:mentor-applications-move", _fixed(name="withdraw")),
    ("v1:mentor-applications-*", _fixed(name="basics")),
    ("v1:mentor-service-certificate", _fixed(number=1)),
    ("v1:mentor-service-*", lambda scene, page: {"pk": scene.things["mentor"].pk, "name": "set_cap"}),
    ("mentor:*", _fixed(number=1)),
    (
        "mentors:certificate",
        lambda scene, page: {"code": scene.things["mentor"].terms.get().certificate_code},
    ),
    ("mentors:*", lambda scene, page: {"code": scene.things["mentor"].code, "name": "card.svg"}),
    ("mentors:*", _fixed(number=1)),
    ("/m/*", lambda scene, page: {"code": scene.things["mentor"].code}),
    ("cms_pages:policy_pdf", lambda scene, page: {"slug": scene.things["policy"].slug}),
    ("cms_pages:policies_page", lambda scene, page: {"slug": scene.things["policy"].slug}),
    ("cms_pages:notices_page", lambda scene, page: {"slug": scene.things["notice"].slug}),
    ("cms_pages:recruitment_page", lambda scene, page: {"slug": scene.things["round"].slug}),
    ("cms_pages:cases_page", lambda scene, page: {"slug": scene.things["case"].slug}),
    ("cms_pages:mentors_page", lambda scene, page: {"slug": scene.things["mentor"].page.slug}),
    ("cms_pages:sitemap_part", _fixed(part="mentorpage")),
    ("wagtail_serve", _fixed(_0="policies/")),
    ("api_problem", _fixed(slug="not-found")),
    ("account_confirm_email", _fixed(key="none")),
    ("account_reset_password_from_key", _fixed(uidb36="1", key="none")),
    ("*password_reset*", _fixed(uidb64="MQ", token="none")),
    ("*password_reset*/*", _fixed(uidb64="MQ", token="none")),
    ("*authenticate_with_password", _of("restriction", "restriction_id", "page_view_restriction_id")),
    ("cms_pages:page_password", _of("restriction", "page_view_restriction_id")),
    ("/media/*", _fixed(path="none.jpg")),
    ("attachments:*", _fixed(app="sample", model="none", slot="none")),
    ("*", _page),
)


@cache
def _fills(name: str) -> tuple[Fill, ...]:
    """All that fit the route's name."""
    return tuple(fill for pattern, fill in (*_snippets(), *FILLINGS) if fnmatchcase(name, pattern))


def _snippets() -> list[tuple[str, Fill]]:
    labels = [(model._meta.app_label, model._meta.model_name) for model in get_snippet_models()]
    return [(f"wagtailsnippet*_{app}_{name}:*", _of(name, "pk")) for app, name in labels]
