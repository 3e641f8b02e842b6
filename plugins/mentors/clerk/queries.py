"""What clerks ask of terms."""

from datetime import date, timedelta

from django.db.models import Exists, OuterRef

from plugins.mentors.choices import ServingState
from plugins.mentors.models import Mentor, MentorQuerySet, TermOfOffice


def ending_within(days: int, today: date) -> MentorQuerySet:
    """Mentors in office whose term ends within so many days and is not renewed yet, the soonest first."""
    following = TermOfOffice.objects.filter(
        mentor=OuterRef("pk"), number__gt=OuterRef("term_number"), ended_on=None
    )
    in_office = Mentor.objects.exclude(state=ServingState.FORMER)
    ending = in_office.filter(~Exists(following), term_to__range=(today, today + timedelta(days=days)))
    return ending.select_related("page", "page__district").order_by("term_to", "pk")
