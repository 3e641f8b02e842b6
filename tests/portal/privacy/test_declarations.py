"""Every personal field has purpose, basis, retention, readers (D1); the register says so and is current."""

import re
from dataclasses import replace

import pytest
from django.core.management import CommandError, call_command
from django.db import models

from portal.privacy import checks, looks, register
from portal.privacy.base import Basis, Erasure, PersonalData
from portal.privacy.registry import declared_field, not_personal, personal_data

GOOD = PersonalData(
    "accounts.User",
    {"email": "email"},
    subject="pk",
    purpose="登录",
    basis=Basis.DUTY,
    retention="账号存续期间",
    seen_by=("self",),
)


def test_everything_that_looks_personal_is_declared() -> None:
    assert checks.undeclared() == []
    assert checks.check_declarations(None) == []


def test_field_without_an_entry_fails_the_build(monkeypatch) -> None:
    """D1: the build fails."""
    fields = [*looks.looks_personal(), ("mentors.Mentor", "phone")]
    monkeypatch.setattr(checks, "looks_personal", lambda: fields)
    (error,) = checks.check_declarations(None)
    assert (error.id, error.msg) == ("privacy.E001", "mentors.Mentor.phone looks personal and has no entry.")


@pytest.mark.parametrize(
    "name",
    [
        "phone",
        "contact_phone",
        "email",
        "id_number",
        "idcard",
        "real_name",
        "last_name",
        "birth_date",
        "gender",
        "address",
        "ip",
        "photo",
        "bank_account",
        "card_number",
        "name",
        "user_agent",
    ],
)
def test_name_looks_personal(name: str) -> None:
    field = models.CharField()
    field.name = name
    assert looks._sounds_personal(field, is_library=False)


@pytest.mark.parametrize(
    "name", ["state", "opened_at", "pages", "shipping", "description", "emails_sent", "rename"]
)
def test_name_does_not_look_personal(name: str) -> None:
    field = models.CharField()
    field.name = name
    assert not looks._sounds_personal(field, is_library=False)


@pytest.mark.parametrize(
    ("changed", "complaint"),
    [
        ({"fields": {"phone_of_dog": ""}}, "no field phone_of_dog"),
        ({"fields": {"email": "shoe"}}, "no mask 'shoe'"),
        ({"seen_by": ("neighbour",)}, "no role 'neighbour'"),
        ({"erasure": Erasure.KEPT}, "needs a reason"),
        ({"subject": "owner__user"}, "leads to no account"),
        ({"correct_at": "nowhere"}, "no address 'nowhere'"),
    ],
)
def test_declaration_that_does_not_hold_together_is_named(changed: dict[str, object], complaint: str) -> None:
    (words,) = checks.mistakes_of(replace(GOOD, **changed))
    assert complaint in words


def test_excuses_speak_of_fields_that_exist() -> None:
    known = {f"{model}.{field}" for model, field in looks.looks_personal()}
    assert not_personal().keys() <= known
    assert all(str(reason) for reason in not_personal().values())


def test_field_is_found_in_any_case() -> None:
    declared = declared_field("accounts.user", "email")
    assert declared is not None
    assert declared.model == "accounts.User"
    assert declared_field("accounts.User", "password") is None


def test_every_group_has_words_for_everything() -> None:
    for declared in personal_data():
        assert declared.purpose
        assert declared.retention
        assert declared.label


def test_register_in_the_docs_is_current() -> None:
    """Run manage.py write_register."""
    text = register.document().read_text(encoding="utf-8")
    assert register.with_table(text) == text


def test_register_that_is_not_current_is_refused(monkeypatch, tmp_path) -> None:
    stale = tmp_path / "privacy.md"
    stale.write_text(f"# x\n{register.BEGIN}\nold\n{register.END}\nend\n")
    monkeypatch.setattr("portal.privacy.management.commands.write_register.document", lambda: stale)
    with pytest.raises(CommandError, match="write_register"):
        call_command("write_register", "--check")
    call_command("write_register")
    call_command("write_register", "--check")
    assert stale.read_text().startswith("# x\n")
    assert "`accounts.User`" in stale.read_text()


def test_document_without_a_place_is_refused() -> None:
    with pytest.raises(ValueError, match="no place"):
        register.with_table("nothing here")


def test_labels_are_words_for_people() -> None:
    """They stand on 我的个人信息: a field's name is no word for anybody."""
    labels = {
        (declared.model, name): label
        for declared in personal_data()
        for name, label in [
            ("", declared.label),
            *((name, declared.label_of(name)) for name in declared.fields),
        ]
    }
    assert {place: label for place, label in labels.items() if not re.search(r"[\u4e00-\u9fff]", label)} == {}
