"""/accounts/tokens/: one's own tokens, on pages."""

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from api.models import Token
from api.tokens.actions import revoke_token
from api.tokens.forms import TokenForm
from api.tokens.scopes import all_scopes


@login_required
@never_cache
def index(request: HttpRequest) -> HttpResponse:
    """The person's usable tokens."""
    words = {scope.name: scope.label for scope in all_scopes()}
    tokens = Token.objects.usable(timezone.now()).filter(person=request.user.pk)
    rows = [(token, [words.get(name, name) for name in token.scopes]) for token in tokens]
    return render(request, "tokens/index.html", {"rows": rows})


@login_required
@reauthentication_required
@never_cache
def new(request: HttpRequest) -> HttpResponse:
    """Make a token; its text is in this answer and nowhere else."""
    form = TokenForm(request.POST or None)
    if form.is_valid():
        try:
            token, text = form.save(request.user)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            return render(request, "tokens/made.html", {"token": token, "text": text})
    return render(request, "tokens/new.html", {"form": form})


@require_POST
@login_required
def revoke(request: HttpRequest, prefix: str) -> HttpResponse:
    token = get_object_or_404(Token, prefix=prefix, person=request.user.pk)
    revoke_token(token)
    messages.success(request, _("令牌“%s”已停用，使用它的程序从现在起不能再访问。") % token.name)
    return redirect("tokens:index")
