"""What people may fill in is named field by field, and none of it is what the portal decides (W9)."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.forms import ModelForm
from django.urls import get_resolver
from wagtail.admin.forms.workflows import get_task_form_class
from wagtail.models import get_page_models
from wagtail.workflows import get_task_types

OURS = ("portal", "cms_pages", "search", "api", "plugins")
ROOT = Path(__file__).resolve().parents[2]

# What follows from who asks, from a move, from a check or from the database itself.
NOT_FOR_PEOPLE = {
    # rights and accounts
    *(
        "is_staff",
        "is_superuser",
        "is_active",
        "groups",
        "user_permissions",
        "role",
        "roles",
        "username",
        "password",
    ),
    *("last_login", "date_joined", "scopes", "prefix", "digest"),
    # whose it is
    *(
        "owner",
        "asker",
        "applicant",
        "mentor",
        "person",
        "user",
        "actor",
        "by",
        "site",
        "expert",
        "seat",
        "sheet",
    ),
    *("requested_by", "proposed_by", "confirmed_by", "ended_by", "verified_by", "decided_by", "changed_by"),
    # where it stands
    *("id", "number", "code", "state", "version", "saves", "outcome", "locked", "live", "live_revision"),
    *("latest_revision", "revision", "path", "depth", "url_path", "draft_title", "has_unpublished_changes"),
    *("is_open", "is_decided", "scan", "sha256", "fingerprint", "assurance", "source", "edition", "rank"),
    # when it happened, and until when it holds
    *(
        "created_at",
        "updated_at",
        "submitted_at",
        "signed_at",
        "confirmed_at",
        "verified_at",
        "settled_at",
        "ended_at",
    ),
    *(
        "saved_at",
        "read_at",
        "due_at",
        "term_from",
        "term_to",
        "term_number",
        "appointed_on",
        "pause_from",
        "pause_to",
    ),
    # what is computed
    *("score", "scores", "value", "figures", "total", "returns", "pledge", "rough", "kept"),
}
# Where the field is the very work of the staff whose form it is.
THEIR_WORK = {
    "NewMentorForm": {"term_from", "term_to"},  # a clerk appoints for a term
    "MentorForm": {"user", "appointed_on"},  # the desk's own form of a mentor
    "*Page": {"source", "groups"},  # where a text comes from; groups of questions
    "OtherPersonApprovalTaskForm": {"groups"},  # who approves: set up by whoever manages the site
    # Nobody is let in there (tests/access/table.py): rights come from grants alone.
    "UserCreationForm": {"is_superuser", "groups", "username"},
    "UserEditForm": {"is_superuser", "groups", "username", "is_active"},
}


def forms_of_models() -> list[type[ModelForm]]:
    """Every form of a model of the portal, also those that Wagtail makes of panels."""
    get_resolver()._populate()
    # Wagtail makes a new form at every call, and keeps none.
    of_pages = {
        model.get_edit_handler().get_form_class()
        for model in get_page_models()
        if model.__module__.startswith(OURS)
    }
    of_tasks = {get_task_form_class(model) for model in get_task_types()}
    found = of_pages | of_tasks | {form for form in _below(ModelForm) if form._meta.model}
    return sorted(
        (form for form in found if form._meta.model.__module__.startswith(OURS)),
        key=lambda form: (form.__name__, form._meta.model.__name__),
    )


def _below(form: type[ModelForm]) -> Iterator[type[ModelForm]]:
    for kind in form.__subclasses__():
        yield kind
        yield from _below(kind)


def test_forms_of_models_are_found() -> None:
    names = {form.__name__ for form in forms_of_models()}
    assert names >= {
        "ProfileForm",
        "NewMentorForm",
        "RecordForm",
        "RoundForm",
        "ExpertForm",
        "PolicyPageForm",
        "OtherPersonApprovalTaskForm",
    }


def test_no_form_of_a_model_takes_all_its_fields() -> None:
    for form in forms_of_models():
        assert form._meta.fields not in (None, "__all__"), form


def test_no_form_of_a_model_takes_what_the_portal_decides() -> None:
    for form in forms_of_models():
        kind = "*Page" if form.__name__.endswith("PageForm") else form.__name__
        taken = set(form._meta.fields or ()) & NOT_FOR_PEOPLE - THEIR_WORK.get(kind, set())
        assert not taken, (form.__module__, form.__name__, taken)


# Everything that was sent at once; a form's `cleaned_data` holds only its own fields.
WHOLESALE = re.compile(
    r"\b(?:POST|FILES)\.(?:items|lists|dict|values)\(|\*\*\s*(?:self\.)?request\.(?:POST|GET)\b"
)

SHOWN_AGAIN = {
    "portal/accounts/sessions/kept.py": "what was typed is put into the same form again after signing in",
    "search/desk/pin_views.py": "what was typed is shown again; a form shows its own fields",
}


@pytest.mark.parametrize("package", OURS)
def test_no_view_takes_whatever_was_sent(package: str) -> None:
    found = {module for module in (ROOT / package).rglob("*.py") if WHOLESALE.search(module.read_text())}
    shown = {ROOT / name for name in SHOWN_AGAIN if name.startswith(f"{package}/")}
    assert found == shown
