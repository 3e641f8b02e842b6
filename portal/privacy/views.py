"""Pages of personal data: one's own, one's consents, and a value in full for staff who may see it."""

from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.encoding import iri_to_uri
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST
from wagtail.models import Site

from portal.audit.choices import Channel
from portal.audit.recording import record
from portal.audit.table import PERSON_COPIED
from portal.masking import mask
from portal.privacy import mine
from portal.privacy.consents import give, standings, withdraw
from portal.privacy.forms import RevealForm
from portal.privacy.registry import declared_field
from portal.privacy.revealing import may_reveal, reveal, seen_today


@login_required
@never_cache
def my_data(request: HttpRequest) -> HttpResponse:
    """/accounts/my-data/: everything that the portal keeps of the person, with purpose, basis and term."""
    return render(request, "privacy/my_data.html", {"parts": list(mine.parts(request.user))})


@require_POST
@login_required
@never_cache
def copy_of_my_data(request: HttpRequest) -> HttpResponse:
    """The same as a file; that it was taken is recorded."""
    record(PERSON_COPIED, subject=request.user, channel=Channel.EXPORT)
    name = f"my-data-{timezone.localdate():%Y%m%d}.json"
    return HttpResponse(
        mine.as_json(request.user),
        content_type="application/json",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@login_required
@never_cache
def consents(request: HttpRequest) -> HttpResponse:
    """/accounts/consents/: what the person agreed to and when; giving and taking back are one button each."""
    if request.method == "POST":
        return _answer(request)
    site = Site.find_for_request(request)
    return render(request, "privacy/consents.html", {"standings": standings(request.user, site)})


def _answer(request: HttpRequest) -> HttpResponse:
    key = request.POST.get("key", "")
    try:
        if request.POST.get("answer") == "give":
            give(request.user, key)
            messages.success(request, _("已记录你的同意。"))
        else:
            withdraw(request.user, key)
            messages.success(request, _("已撤回，即刻生效。"))
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    return redirect("privacy:consents")


@login_required
@never_cache
def reveal_value(request: HttpRequest, model: str, key: str, field: str) -> HttpResponse:
    """/accounts/reveal/<app.model>/<key>/<field>/: asks for the purpose, then shows the value for a minute."""
    row = _row(model, key)
    if not may_reveal(request.user, row, field):
        raise Http404  # as for a row that does not exist (A2)
    form = RevealForm(request.POST or None)
    declared = declared_field(model, field)
    assert declared is not None
    context = {
        "form": form,
        "label": declared.label_of(field),
        "masked": mask(declared.fields[field], getattr(row, field)),
        "back": _back(request),
        "seconds": settings.REVEAL_SECONDS,
        "seen": seen_today(request.user),
        "most": settings.REVEALS_A_DAY,
    }
    if not form.is_valid():
        return render(request, "privacy/reveal.html", context)
    try:
        value = reveal(request.user, row, field, purpose=form.cleaned_data["purpose"])
    except ValidationError as refusal:
        form.add_error("purpose", refusal)
        return render(request, "privacy/reveal.html", context)
    response = render(request, "privacy/revealed.html", context | {"value": value})
    response.headers["Refresh"] = f"{settings.REVEAL_SECONDS};url={iri_to_uri(_back(request))}"
    return response


def _row(model: str, key: str) -> Any:
    try:
        found = apps.get_model(model)
        row = found._base_manager.filter(pk=key).first()
    except (LookupError, ValueError):
        raise Http404 from None
    if row is None:
        raise Http404
    return row


def _back(request: HttpRequest) -> str:
    """Where the value was masked: an address of this site, the front page otherwise."""
    wanted = request.GET.get("next", "")
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if safe else "/"
