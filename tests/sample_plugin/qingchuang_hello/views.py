from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from wagtail.models import Page, Site

from portal.audit.recording import record
from portal.audit.table import PERSON_READ
from qingchuang_hello.forms import AnswerForm
from qingchuang_hello.models import Greeting
from qingchuang_hello.queries import latest, visible_requests
from qingchuang_hello.rules import answers_requests, is_asked
from qingchuang_hello.settings import HelloSettings


def index(request: HttpRequest) -> HttpResponse:
    box = greetings_box(request)
    return render(request, "hello/index.html", {**box, "here": box["title"]})


def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One greeting; whoever keeps greetings sees its files too."""
    greeting = get_object_or_404(Greeting, pk=pk, site=Site.find_for_request(request))
    return render(request, "hello/detail.html", {"greeting": greeting, "here": greeting.text})


@login_required
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """The page on which a request is answered; the version read comes back with the form."""
    asked = get_object_or_404(visible_requests(request.user), pk=pk)
    if not (answers_requests(request.user) or is_asked(request.user, asked)):
        raise PermissionDenied
    record(PERSON_READ, object=asked, subject=asked.asker)
    form = AnswerForm(request.POST or None, initial={"version": asked.version})
    if form.is_valid() and form.save(asked, actor=request.user):
        return redirect("hello:index")
    return render(request, "hello/answer.html", {"form": form, "asked": asked, "here": asked.number})


def greetings_box(request: HttpRequest, page: Page | None = None) -> dict[str, Any]:
    """What the page, the slot and the panel show."""
    site = Site.find_for_request(request)
    return {"title": HelloSettings.for_site(site).title, "greetings": latest(site)}
