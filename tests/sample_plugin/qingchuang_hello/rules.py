from typing import Any

import rules

from plugins.mentors.rules.service import may_see_cases
from qingchuang_hello.models import Greeting, Request


@rules.predicate
def keeps_greetings(user: Any, greeting: Greeting) -> bool:
    """Whether the user may work on greetings."""
    return bool(user.has_perm("hello.change_greeting"))


@rules.predicate
def has_asked(user: Any, request: Request) -> bool:
    """Whether the request is the user's own."""
    return bool(user == request.asker)


@rules.predicate
def answers_requests(user: Any, request: Request | None = None) -> bool:
    """Whether answering requests is the user's work."""
    return bool(user.has_perm("hello.answer_request"))


@rules.predicate
def is_asked(user: Any, request: Request) -> bool:
    """Whether the request was put to the user, who is still a mentor."""
    return bool(user.pk == request.mentor_id and may_see_cases(user))
