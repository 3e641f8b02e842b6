"""Who reads the trace."""

from typing import Any

import rules


@rules.predicate
def may_read_trace(user: Any) -> bool:
    """The auditor; nobody else, not even those whose acts it tells of (B8)."""
    return bool(user.is_active and user.has_perm("audit.view_entry"))
