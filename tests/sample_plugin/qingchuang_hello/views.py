from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from wagtail.models import Page, Site

from qingchuang_hello.queries import latest
from qingchuang_hello.settings import HelloSettings


def index(request: HttpRequest) -> HttpResponse:
    box = greetings_box(request)
    return render(request, "hello/index.html", {**box, "here": box["title"]})


def greetings_box(request: HttpRequest, page: Page | None = None) -> dict[str, Any]:
    """What the page, the slot and the panel show."""
    site = Site.find_for_request(request)
    return {"title": HelloSettings.for_site(site).title, "greetings": latest(site)}
