from typing import Any

import rules

from qingchuang_hello.models import Greeting


@rules.predicate
def keeps_greetings(user: Any, greeting: Greeting) -> bool:
    """Whether the user may work on greetings."""
    return bool(user.has_perm("hello.change_greeting"))
