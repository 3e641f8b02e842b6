"""/desk/identity/: staff at the counter enter the name that stands on a document, or put a wrong one right."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import get_user_model
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from portal.audit.recording import record
from portal.audit.table import PERSON_READ
from portal.identity.forms import CounterForm, FindPersonForm
from portal.identity.queries import current_identity
from portal.identity.rules import may_verify
from portal.roles.views import allowed

app_name = "identity_desk"


@login_required
@allowed(may_verify)
@never_cache
def find(request: HttpRequest) -> HttpResponse:
    """Whose identity it is about; no name stands in an address."""
    form = FindPersonForm(request.POST or None)
    if form.is_valid():
        return redirect("identity_desk:verify", form.cleaned_data["person"].pk)
    return render(request, "identity/desk/find.html", {"form": form})


@login_required
@allowed(may_verify)
@never_cache
def verify(request: HttpRequest, key: int) -> HttpResponse:
    """What is known so far, and the form for what the document says."""
    person: Any = get_object_or_404(get_user_model(), pk=key, is_active=True)
    record(PERSON_READ, object=person, subject=person)
    form = CounterForm(request.POST or None)
    if form.is_valid():
        try:
            form.save(person, by=request.user, request=request)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            messages.success(request, _("已登记，办事人下次登录会看到通知。"))
            return redirect("identity_desk:find")
    context = {"form": form, "person": person, "identity": current_identity(person)}
    return render(request, "identity/desk/verify.html", context)


urlpatterns = [
    path("", find, name="find"),
    path("<int:key>/", verify, name="verify"),
]
