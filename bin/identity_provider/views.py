"""The two pages that OpenID Connect does not bring along: where people end who come by themselves, and who they are."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from bin.identity_provider.people import PASSWORD, PEOPLE


def people(request: HttpRequest) -> dict[str, Any]:
    """Context processor: the invented people and their password, which stand on the sign-in page."""
    return {"people": PEOPLE.values(), "password": PASSWORD}


def home(request: HttpRequest) -> HttpResponse:
    """What this is."""
    return render(request, "home.html")
