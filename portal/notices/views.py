"""/accounts/notices/: the inbox, and how one wants to be told besides."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from portal.notices.forms import ChoiceForm
from portal.notices.models import Choice, Message

PER_PAGE = 20


@login_required
@never_cache
def inbox(request: HttpRequest) -> HttpResponse:
    """All messages of the person, newest first; below, the choice of e-mail and text message."""
    form = ChoiceForm(request.POST or None, instance=Choice.of(request.user))
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("已保存通知方式。"))
        return redirect("notices:inbox")
    mine = Message.objects.filter(person=request.user.pk)
    context = {
        "page_obj": Paginator(mine, PER_PAGE).get_page(request.GET.get("page")),
        "unread": mine.unread().count(),
        "form": form,
    }
    return render(request, "notices/inbox.html", context)


@login_required
@never_cache
def message(request: HttpRequest, pk: int) -> HttpResponse:
    """One message; a button marks it as read, since looking changes nothing (W4)."""
    found = get_object_or_404(Message, pk=pk, person=request.user)
    if request.method == "POST":
        Message.objects.filter(pk=found.pk).unread().update(read_at=timezone.now())
        return redirect("notices:inbox")
    return render(request, "notices/message.html", {"message": found, "here": found.title})
