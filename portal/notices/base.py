"""What a notice is: an object that says to whom, with words in templates.

    ANSWERED = Notice(
        "hello.answered",
        _("请求已答复"),
        to=lambda request: [request.asker],
        context=lambda request: {"number": request.pk, "reply": request.reply},
        example={"number": 318, "reply": "带上身份证即可。"},
    )

Its words are the templates `hello/notices/answered.title.txt`, `.body.txt` and `.sms.txt`. They say which case, what
happened, what to do, by when (X17). An effect of a move sends it: `then=(tell(ANSWERED),)`.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any


class Urgency(Enum):
    """When it may ring."""

    URGENT = "urgent"
    """At any hour."""
    NORMAL = "normal"
    """At once, at night in the morning."""
    REMINDER = "reminder"
    """Not at night, and gathered for a few minutes, so that many of a kind become one message."""


@dataclass(frozen=True)
class Notice:
    """One kind of message. `key` is permanent, `<application>.<name>`; `label` is what staff call it.

    `to` gives the people, `context` the values of the template's variables for the object that it is about,
    `link` the path where the person goes on. `example` has a value for every variable: staff's preview and the
    start-up check fill the templates with it.
    """

    key: str
    label: Any
    to: Callable[[Any], Iterable[Any]]
    context: Callable[[Any], Mapping[str, Any]]
    example: Mapping[str, Any]
    link: Callable[[Any], str] | None = None
    urgency: Urgency = Urgency.NORMAL

    def template(self, part: str) -> str:
        """The path of one of its templates: title, body, sms."""
        application, _dot, name = self.key.partition(".")
        return f"{application}/notices/{name}.{part}.txt"
