"""Mentors for tests: `MentorFactory(ended=True, page__title="尉迟青")`."""

from datetime import date, timedelta
from typing import Any
from unittest.mock import patch

import factory

from plugins.mentors.choices import ServingState
from plugins.mentors.listing import rebuild
from plugins.mentors.models import Mentor
from tests.factories.cms_pages import MentorPageFactory
from tests.factories.content import today


class MentorFactory(factory.django.DjangoModelFactory[Mentor]):
    """A mentor who has served for two years and serves for one more, with a public page, in the lists."""

    class Meta:
        model = Mentor

    class Params:
        paused = factory.Trait(state=ServingState.PAUSED)
        former = factory.Trait(state=ServingState.FORMER)
        ended = factory.Trait(term_to=factory.LazyFunction(lambda: today(-1)))
        coming = factory.Trait(term_from=factory.LazyFunction(lambda: today(1)))
        newly_appointed = factory.Trait(appointed_on=factory.LazyFunction(lambda: today(-10)))
        draft = factory.Trait(page=factory.SubFactory(MentorPageFactory, draft=True))

    page = factory.SubFactory(MentorPageFactory)
    appointed_on = factory.LazyFunction(lambda: today(-730))
    term_from = factory.LazyFunction(lambda: today(-730))
    term_to = factory.LazyFunction(lambda: today(365))


def mentors(number: int, **fields: Any) -> list[Mentor]:
    """Several mentors who share these fields; their rows in lists and search are written together, as by an import."""
    with patch("plugins.mentors.receivers.rebuild"):
        made = MentorFactory.create_batch(number, **fields)
    rebuild(Mentor.objects.filter(pk__in=[mentor.pk for mentor in made]))
    return made


def served(start: date, days: int) -> dict[str, date]:
    """A term that begins on a day and lasts so many days, both counted: `MentorFactory(**served(day, 30))`."""
    return {"term_from": start, "term_to": start + timedelta(days=days - 1)}
