"""/accounts/identity/ and the way through a provider and back."""

from typing import Any

import structlog
from allauth.account.decorators import reauthentication_required
from allauth.account.utils import get_next_redirect_url
from allauth.core import ratelimit
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.helpers import complete_social_login
from allauth.socialaccount.models import SocialLogin
from allauth.socialaccount.providers.base.constants import AuthProcess
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST
from requests import RequestException

from portal.identity import availability, pages
from portal.identity.actions import take_note
from portal.identity.actions import unlink as unlink_provider
from portal.identity.choices import Assurance
from portal.identity.conf import LABELS
from portal.identity.id_tokens import TokenRefused
from portal.identity.provider import StrictProvider
from portal.identity.queries import assurance, current_identity, linked_accounts
from portal.identity.refusals import IdentityRefused

log = structlog.get_logger(__name__)

# An answer that is no JSON, no object, or lacks what it must have.
JUNK = (LookupError, TypeError, ValueError, AttributeError)


@never_cache
def login(request: HttpRequest, slug: str) -> HttpResponse:
    """Go to the provider to sign in. Only a form of this site may start it."""
    provider = _provider(request, slug)
    if request.method != "POST":
        return redirect("account_login")
    return _leave(request, provider, AuthProcess.LOGIN)


@require_POST
@login_required
@reauthentication_required
@never_cache
def link(request: HttpRequest, slug: str) -> HttpResponse:
    """Go to the provider to make it a way into one's account."""
    return _leave(request, _provider(request, slug), AuthProcess.CONNECT)


@require_GET
@never_cache
def callback(request: HttpRequest, slug: str) -> HttpResponse:
    """Come back from the provider. Nothing is written before everything has been verified."""
    provider = _provider(request, slug)
    try:
        state = provider.unstash_redirect_state(request, request.GET.get("state", ""))
    except PermissionDenied:
        return pages.ended(request, slug, pages.EXPIRED)
    if request.GET.get("iss", provider.settings.issuer).rstrip("/") != provider.settings.issuer:
        return pages.ended(request, slug, pages.DOUBTFUL)
    if not request.GET.get("code"):
        return pages.ended(request, slug, pages.CANCELLED)
    found = _ask(request, provider, state)
    if isinstance(found, HttpResponse):
        return found
    try:
        with transaction.atomic():
            return complete_social_login(request, found)
    except IdentityRefused as refused:
        log.warning("identity refused", provider=slug, reason=refused.refusal.value)
        return pages.refused(request, slug, refused.refusal)


@require_GET
@login_required
@never_cache
def overview(request: HttpRequest) -> HttpResponse:
    """Who the portal takes one for, and by which providers one can come in."""
    person: Any = request.user
    linked = linked_accounts(person)
    rows = [
        {
            "slug": slug,
            "label": label,
            "account": linked.get(slug),
            "offered": slug in settings.IDENTITY_PROVIDERS,
        }
        for slug, label in LABELS.items()
        if slug in linked or slug in settings.IDENTITY_PROVIDERS
    ]
    only_way = len(linked) == 1 and not person.has_usable_password()
    context = {
        "identity": current_identity(person),
        "assurance": assurance(person),
        "rows": rows,
        "only_way": only_way,
    }
    return render(request, "identity/overview.html", context)


@require_POST
@login_required
@reauthentication_required
def unlink(request: HttpRequest, slug: str) -> HttpResponse:
    """Take a provider away as a way in."""
    if slug not in LABELS:
        raise Http404
    try:
        unlink_provider(request.user, slug, request=request)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        get_adapter(request).send_notification_mail(
            "socialaccount/email/account_disconnected", request.user, context={"provider": LABELS[slug]}
        )
        messages.success(
            request, _("已解除绑定，以后不能再用%(provider)s登录本账号。") % {"provider": LABELS[slug]}
        )
    return redirect("identity")


@require_POST
@login_required
def noted(request: HttpRequest) -> HttpResponse:
    """The person has read what staff entered."""
    take_note(request.user)
    return redirect("identity")


@require_GET
@login_required
@never_cache
def needed(request: HttpRequest) -> HttpResponse:
    """What is missing for the page that the person wanted, and how to come by it."""
    wanted = request.GET.get("level", "")
    level = Assurance(int(wanted)) if wanted in map(str, Assurance.values) else Assurance.PROVIDER
    back = get_next_redirect_url(request) or "/"
    if assurance(request.user) >= level:
        return redirect(back)
    context = {"level": level, "assurance": assurance(request.user), "back": back}
    return render(request, "identity/needed.html", context)


def _provider(request: HttpRequest, slug: str) -> StrictProvider:
    if slug not in settings.IDENTITY_PROVIDERS:
        raise Http404
    provider: StrictProvider = get_adapter().get_provider(request, slug)
    return provider


def _leave(request: HttpRequest, provider: StrictProvider, process: str) -> HttpResponse:
    """The page between here and the provider, unless it is down or somebody floods it by way of us (W12)."""
    if too_many := ratelimit.consume_or_429(request, action="identity"):
        return too_many
    slug = provider.settings.slug
    if availability.is_paused(slug):
        return pages.ended(request, slug, pages.DOWN)
    try:
        return provider.redirect(request, process, get_next_redirect_url(request))
    except (RequestException, *JUNK) as error:
        return _down(request, slug, error)


def _ask(request: HttpRequest, provider: StrictProvider, state: dict[str, Any]) -> SocialLogin | HttpResponse:
    """Whom the provider names, or the page that says why nobody."""
    slug = provider.settings.slug
    try:
        return provider.complete(request, state)
    except (OAuth2Error, TokenRefused) as error:
        log.warning("provider's answer refused", provider=slug, reason=type(error).__name__)
        return pages.ended(request, slug, pages.DOUBTFUL)
    except (RequestException, *JUNK) as error:
        return _down(request, slug, error)


def _down(request: HttpRequest, slug: str, error: Exception) -> HttpResponse:
    availability.note_failure(slug)
    log.warning("provider down", provider=slug, reason=type(error).__name__)
    return pages.ended(request, slug, pages.DOWN)
