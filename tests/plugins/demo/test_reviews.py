"""The demo's reviews can begin at once: criteria that may be frozen, experts who may be drawn."""

import pytest

from plugins.demo.seeding.accounts import seed_accounts
from plugins.demo.seeding.content import read
from plugins.demo.seeding.reviews import seed_reviews
from plugins.demo.seeding.terms import seed_terms
from plugins.reviews.models import CriteriaSet, ExpertProfile


@pytest.mark.usefixtures("site")
def test_reviews_when_seeded_twice_have_criteria_and_experts_once() -> None:
    seed_terms()
    seed_accounts()
    assert seed_reviews() == seed_reviews() == 6
    criteria = CriteriaSet.objects.get().criteria.all()
    assert sum(line.weight for line in criteria) == 100
    assert all(len(line.anchors) == 6 for line in criteria)
    assert ExpertProfile.objects.filter(user__username__in=["expert1", "expert2"]).count() == 2


def test_experts_specialities_are_terms_of_the_demo() -> None:
    known = {row["name"] for row in read("terms")["fields"]}
    assert {name for row in read("reviews")["experts"] for name in row["fields"]} <= known
