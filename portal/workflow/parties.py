"""Who takes part in a case: a word for people, a predicate for the program."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Party:
    """Those of whom `rule`, the one predicate over user and case, says yes.

    `name` is permanent and stands in the record of every step; `label` is what people read instead of a name.
    """

    name: str
    label: Any
    rule: Callable[[Any, Any], bool]

    def includes(self, actor: Any, case: Any) -> bool:
        return bool(self.rule(actor, case))


SYSTEM = Party("system", _("系统"), lambda person, case: False)
"""The portal itself: as a party in `by`, and as the actor of what it does when the time has come. Nobody is it."""
