"""What somebody typed into a form whose session had run out: theirs again after signing in (X13).

It waits in the session of their browser, on the server, for an hour, encrypted like the fields that it was meant for, and
is shown to the same person only. Files cannot wait there, and secrets must not.
"""

import json
import re
import time
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from portal.privacy.encryption import CannotDecrypt, decrypted, encrypted

KEY = "kept_form"
PLACE = "accounts.kept_form"
SECRET = re.compile(r"password|^code$|credential|csrfmiddlewaretoken|secret|^token", re.IGNORECASE)
LARGEST = 512 * 1024
"""Characters of one form; a long policy in the editor has a tenth of it."""

WORTH_SHOWING = 8
"""Characters from which on a value is shown to its owner; what is shorter was ticked rather than typed."""


def keep(request: HttpRequest, owner: Any) -> bool:
    """Keep the form of the request for the person; False when there is none that could be kept."""
    if request.method != "POST" or request.path.startswith("/accounts/"):
        return False
    fields = [
        (name, value) for name, values in request.POST.lists() if not SECRET.search(name) for value in values
    ]
    if not fields or sum(len(value) for _name, value in fields) > LARGEST:
        return False
    request.session[KEY] = {
        "owner": owner,
        "path": request.get_full_path(),
        "fields": encrypted(json.dumps(fields), PLACE),
        "files": len(request.FILES),
        "at": int(time.time()),
    }
    return True


def kept_form(request: HttpRequest) -> dict[str, Any] | None:
    """What waits for the person of the session; what is somebody else's or too old is thrown away."""
    form = request.session.get(KEY)
    if form is None:
        return None
    if form["owner"] != request.user.pk or time.time() - form["at"] > settings.KEPT_FORM_SECONDS:
        forget(request)
        return None
    try:
        return form | {"fields": json.loads(decrypted(form["fields"], PLACE))}
    except CannotDecrypt:  # the key was taken away meanwhile
        forget(request)
        return None


def forget(request: HttpRequest) -> None:
    """Throw away what waits."""
    request.session.pop(KEY, None)
