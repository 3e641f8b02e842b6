from typing import Any

from django.db.models import QuerySet
from wagtail.models import Site

from qingchuang_hello.models import Greeting, Request
from qingchuang_hello.rules import answers_requests
from qingchuang_hello.settings import HelloSettings


def latest(site: Site) -> "QuerySet[Greeting]":
    """As many of the site's newest greetings as its staff want to show."""
    return Greeting.objects.filter(site=site)[: HelloSettings.for_site(site).shown]


def visible_requests(user: Any) -> "QuerySet[Request]":
    """The user's own requests, or all of them where answering is the user's work."""
    return Request.objects.all() if answers_requests(user) else Request.objects.filter(asker=user)
