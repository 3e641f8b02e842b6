"""Who could go on with a mentor's work: peers of the same site who can be asked today (P25)."""

from collections.abc import Sequence

from django.db.models import BooleanField, Case, Count, Q, QuerySet, When

from plugins.mentors.models import Mentor

OFFERED = 10


def peers_of(mentor: Mentor, *, first: Sequence[int] = ()) -> QuerySet[Mentor]:
    """At most ten, those of `first` before others (`is_named`), then by how many fields they share; never the mentor."""
    site = mentor.page.get_site()
    here = Q(page__path__startswith=site.root_page.path) if site else Q(pk=None)
    fields = list(mentor.page.fields.values_list("pk", flat=True))
    able = Mentor.objects.reachable().filter(here).exclude(pk=mentor.pk).select_related("page")
    # With a key that nobody has: of an empty list Django makes a constant, by which PostgreSQL does not order.
    named = Case(When(pk__in=[0, *first], then=True), default=False, output_field=BooleanField())
    shared = Count("page__fields", filter=Q(page__fields__in=fields))
    ranked = able.annotate(is_named=named, shared=shared).order_by(
        "-is_named", "-shared", "-appointed_on", "-pk"
    )
    return ranked.filter(pk__in=list(ranked.values_list("pk", flat=True)[:OFFERED]))
