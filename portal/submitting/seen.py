"""What somebody had before them when they pressed the button: `<input type="hidden" name="version" value="…">`."""

from django.http import HttpRequest

FIELD = "version"
LONGEST = 9


def seen_version(request: HttpRequest) -> int:
    """The version that the form was drawn with; -1, which nothing has, where it carries no number."""
    sent = request.POST.get(FIELD, "")
    return int(sent) if sent.isdecimal() and len(sent) <= LONGEST else -1
