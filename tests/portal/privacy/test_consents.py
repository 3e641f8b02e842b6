"""Consents: given to a version, taken back at once, kept as history (D2)."""

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from portal.audit.models import Entry
from portal.privacy import consents
from portal.privacy.base import Consent
from portal.privacy.consents import give, has_consented, withdraw
from portal.privacy.forms import ConsentField
from portal.privacy.models import GivenConsent
from portal.privacy.signals import withdrawn

PHOTO = Consent("mentors.photo", "2026-11", "公开照片", "在导师页面展示本人照片。")
TRUTH = Consent("mentors.truth", "2026-11", "真实性承诺", "所填内容真实，愿承担责任。", binding=True)
PAGE = "/accounts/consents/"


@pytest.fixture(autouse=True)
def declared(monkeypatch) -> dict[str, Consent]:
    found = {PHOTO.key: PHOTO}
    monkeypatch.setattr(consents, "consents", lambda site=None: found)
    return found


def acts() -> list[str]:
    entries = Entry.objects.filter(action__startswith="privacy.").order_by("pk")
    return [entry.action.removeprefix("privacy.") for entry in entries]


def test_yes_counts_until_it_is_taken_back(citizen) -> None:
    assert not has_consented(citizen, PHOTO.key)
    give(citizen, PHOTO.key)
    assert has_consented(citizen, PHOTO.key)
    withdraw(citizen, PHOTO.key)
    assert not has_consented(citizen, PHOTO.key)
    assert acts() == ["consent_given", "consent_withdrawn"]
    assert GivenConsent.objects.get().withdrawn_at is not None


def test_repeating_changes_nothing(citizen) -> None:
    assert give(citizen, PHOTO.key) == give(citizen, PHOTO.key)
    withdraw(citizen, PHOTO.key)
    withdraw(citizen, PHOTO.key)
    assert acts() == ["consent_given", "consent_withdrawn"]


def test_new_version_asks_anew(citizen, declared) -> None:
    give(citizen, PHOTO.key)
    declared[PHOTO.key] = Consent(PHOTO.key, "2027-01", "公开照片", "在导师页面和名片展示本人照片。")
    assert not has_consented(citizen, PHOTO.key)
    give(citizen, PHOTO.key)
    assert has_consented(citizen, PHOTO.key)
    assert [row.version for row in GivenConsent.objects.standing()] == ["2027-01"]
    assert GivenConsent.objects.count() == 2


def test_whoever_stands_on_a_consent_hears_of_its_end_in_the_same_transaction(citizen) -> None:
    """D2: withdrawing works at once; if what stands on it cannot stop, nothing is withdrawn."""

    def refuse(sender: object, **given: object) -> None:
        raise ZeroDivisionError

    give(citizen, PHOTO.key)
    withdrawn.connect(refuse)
    try:
        with pytest.raises(ZeroDivisionError):
            withdraw(citizen, PHOTO.key)
    finally:
        withdrawn.disconnect(refuse)
    assert has_consented(citizen, PHOTO.key)


def test_database_keeps_one_standing_yes(citizen) -> None:
    give(citizen, PHOTO.key)
    with pytest.raises(IntegrityError), transaction.atomic():
        GivenConsent.objects.create(person=citizen, key=PHOTO.key, version="x", given_at=timezone.now())


def test_undeclared_consent_is_refused(citizen) -> None:
    with pytest.raises(ValidationError):
        give(citizen, "nothing")


def test_page_gives_and_takes_back_with_one_button_each(citizen, signed_in) -> None:
    client = signed_in(citizen)
    assert "你没有同意" in client.get(PAGE).content.decode()
    page = client.post(PAGE, {"key": PHOTO.key, "answer": "give"}, follow=True).content.decode()
    assert "已记录你的同意" in page
    assert "2026-11" in page
    page = client.post(PAGE, {"key": PHOTO.key, "answer": "withdraw"}, follow=True).content.decode()
    assert "已撤回，即刻生效" in page
    assert not has_consented(citizen, PHOTO.key)


def test_page_says_that_a_text_has_changed(citizen, signed_in, declared) -> None:
    give(citizen, PHOTO.key)
    declared[PHOTO.key] = Consent(PHOTO.key, "2027-01", "公开照片", "新的说明。")
    assert "内容已更新，请重新确认" in signed_in(citizen).get(PAGE).content.decode()


def test_page_answers_nonsense_with_a_sentence(citizen, signed_in) -> None:
    page = signed_in(citizen).post(PAGE, {"key": "\x00", "answer": "give"}, follow=True)
    assert "没有这一项同意" in page.content.decode()


def test_page_without_anything_to_agree_to_says_so(citizen, signed_in, declared) -> None:
    declared.clear()
    assert "目前没有需要单独同意的事项" in signed_in(citizen).get(PAGE).content.decode()


def test_what_was_agreed_to_stays_as_it_was_read(citizen, signed_in, declared) -> None:
    give(citizen, PHOTO.key)
    declared[PHOTO.key] = Consent(PHOTO.key, "2027-01", "公开照片", "新的说明。")
    given = GivenConsent.objects.get()
    assert (given.version, given.title, given.text) == (PHOTO.version, PHOTO.title, PHOTO.text)
    assert str(PHOTO.text) in signed_in(citizen).get(PAGE).content.decode()


def test_promise_is_shown_once_made_and_cannot_be_taken_back(citizen, signed_in, declared) -> None:
    declared[TRUTH.key] = TRUTH
    client = signed_in(citizen)
    assert TRUTH.title not in client.get(PAGE).content.decode()
    give(citizen, TRUTH.key)
    page = client.get(PAGE).content.decode()
    assert TRUTH.text in page
    assert f'value="{TRUTH.key}"' not in page
    answer = client.post(PAGE, {"key": TRUTH.key, "answer": "withdraw"}, follow=True)
    assert "承诺已经生效，不能在这里撤回。" in answer.content.decode()
    assert has_consented(citizen, TRUTH.key)


def test_yes_to_what_nobody_declares_any_more_can_be_taken_back(citizen, signed_in, declared) -> None:
    give(citizen, PHOTO.key)
    declared.clear()
    client = signed_in(citizen)
    assert PHOTO.text in client.get(PAGE).content.decode()
    client.post(PAGE, {"key": PHOTO.key, "answer": "withdraw"})
    assert not GivenConsent.objects.standing().exists()


def test_field_of_a_form_shows_the_text_and_wants_its_tick() -> None:
    class Form(forms.Form):
        truth = ConsentField(TRUTH)

    assert (Form()["truth"].label, Form()["truth"].help_text) == (TRUTH.title, TRUTH.text)
    assert Form({}).errors == {"truth": ["请阅读后勾选。"]}
    assert Form({"truth": "on"}).is_valid()


def test_stranger_has_to_sign_in(site, client) -> None:
    assert client.get(PAGE).status_code == client.post(PAGE).status_code == 302
