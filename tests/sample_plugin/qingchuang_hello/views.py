from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from wagtail.models import Page, Site

from qingchuang_hello.models import Greeting
from qingchuang_hello.queries import latest
from qingchuang_hello.settings import HelloSettings


def index(request: HttpRequest) -> HttpResponse:
    box = greetings_box(request)
    return render(request, "hello/index.html", {**box, "here": box["title"]})


def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One greeting; whoever keeps greetings sees its files too."""
    greeting = get_object_or_404(Greeting, pk=pk, site=Site.find_for_request(request))
    return render(request, "hello/detail.html", {"greeting": greeting, "here": greeting.text})


def greetings_box(request: HttpRequest, page: Page | None = None) -> dict[str, Any]:
    """What the page, the slot and the panel show."""
    site = Site.find_for_request(request)
    return {"title": HelloSettings.for_site(site).title, "greetings": latest(site)}
