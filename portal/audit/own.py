"""谁看过我的信息: who looked at one's own data, for the person concerned (N16)."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from portal.audit.choices import Result
from portal.audit.models import Entry
from portal.audit.showing import declared_actions, lines
from portal.audit.table import PERSON_REVEALED

PER_PAGE = 20


@login_required
@never_cache
def who_looked(request: HttpRequest) -> HttpResponse:
    """Every look at the person's data by somebody else, newest first, with channel and purpose."""
    looks = looks_at(request.user)
    counts = looks.order_by().aggregate(
        all=Count("pk"), revealed=Count("pk", filter=Q(action=PERSON_REVEALED.name))
    )
    page = Paginator(looks, PER_PAGE).get_page(request.GET.get("page"))
    context = {"page_obj": page, "lines": lines(list(page)), "counts": counts}
    return render(request, "audit/who_looked.html", context)


def looks_at(person: Any) -> QuerySet[Entry]:
    """The looks of other people at the person's data; one's own are nobody's business but one's own."""
    reads = [name for name, action in declared_actions().items() if action.reads]
    looks = Entry.objects.filter(subject=person.pk, action__in=reads, result=Result.OK)
    return looks.filter(Q(person=None) | ~Q(person=person.pk)).order_by("-pk")
