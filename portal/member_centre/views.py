"""/member/: pages for the person concerned, and for nobody else."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache


@login_required
@never_cache
def case(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """One case of one's own; a stranger's is not there."""
    raise Http404


@login_required
@never_cache
def receipt(request: HttpRequest, number: str) -> HttpResponse:
    """The permanent address of a receipt number leads its owner to the case (P36)."""
    raise Http404
