from django.db.models import QuerySet
from wagtail.models import Site

from qingchuang_hello.models import Greeting
from qingchuang_hello.settings import HelloSettings


def latest(site: Site) -> "QuerySet[Greeting]":
    """As many of the site's newest greetings as its staff want to show."""
    return Greeting.objects.filter(site=site)[: HelloSettings.for_site(site).shown]
