from typing import Any

from django.db.models import QuerySet
from wagtail.models import Site

from plugins.mentors.rules.service import may_see_cases
from qingchuang_hello.models import Greeting, Request
from qingchuang_hello.rules import answers_requests
from qingchuang_hello.settings import HelloSettings


def latest(site: Site) -> "QuerySet[Greeting]":
    """As many of the site's newest greetings as its staff want to show."""
    return Greeting.objects.filter(site=site)[: HelloSettings.for_site(site).shown]


def answerable_requests(user: Any) -> "QuerySet[Request]":
    """All of them where answering is the user's work; for a mentor those that were put to them."""
    if answers_requests(user):
        return Request.objects.all()
    return Request.objects.filter(mentor=user) if may_see_cases(user) else Request.objects.none()


def visible_requests(user: Any) -> "QuerySet[Request]":
    """Those that the user may answer, and the user's own."""
    return answerable_requests(user) | Request.objects.filter(asker=user)
