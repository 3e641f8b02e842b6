"""Terms of controlled lists: their places in bit masks."""

import pytest
from django.db import IntegrityError

from cms_pages.models import Industry

pytestmark = pytest.mark.django_db


def term(slug: str, **fields: object) -> Industry:
    return Industry.objects.create(slug=slug, name=slug, **fields)


def test_terms_of_a_list_are_numbered_without_gaps_whatever_their_keys() -> None:
    made = [term("a", pk=7), term("b", pk=70_000), term("c", pk=700_000_000)]
    assert [one.bit for one in made] == [0, 1, 2]


def test_number_of_a_deleted_term_is_free_again() -> None:
    first, second = term("a"), term("b")
    first.delete()
    assert term("c").bit == 0
    assert second.bit == 1


def test_saving_a_term_again_keeps_its_number() -> None:
    term("a")
    second = term("b")
    second.name = "乙"
    second.save()
    assert Industry.objects.get(pk=second.pk).bit == 1


def test_two_terms_made_at_the_same_time_get_two_numbers(monkeypatch) -> None:
    """The second of two processes has read the same free number; the database decides."""
    term("a")
    answers = iter([0, 0, 1])
    monkeypatch.setattr(Industry, "_free_bit", lambda self: next(answers))
    assert term("b").bit == 1


def test_another_clash_is_the_callers() -> None:
    term("a")
    with pytest.raises(IntegrityError):
        term("a")
