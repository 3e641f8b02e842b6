"""Invented figures go the way that counted ones will, many at a time."""

import pytest

from plugins.demo.seeding.mentors import add_figures
from plugins.mentors.figures import Figures, record
from plugins.mentors.models import MentorFigures, MentorListing
from tests.factories.mentors import MentorFactory

pytestmark = pytest.mark.django_db


def test_figures_when_seeded_are_those_of_the_rows_and_never_overwrite(site) -> None:
    first, second, without = MentorFactory(), MentorFactory(), MentorFactory()
    record(second, Figures(services=9))
    invented = {"services": 6, "default_ratings": 2}
    rows = [
        {"code": first.code, "figures": invented},
        {"code": second.code, "figures": invented},
        {"code": without.code, "figures": {}},
        {"code": "NOBODY", "figures": invented},
    ]
    assert list(add_figures(rows)) == [first.code]
    assert dict(MentorFigures.objects.values_list("pk", "services")) == {first.pk: 6, second.pk: 9}
    assert MentorListing.objects.get(pk=first.pk).card["figures"]["default_ratings"] == 2
    assert list(add_figures(rows)) == []
