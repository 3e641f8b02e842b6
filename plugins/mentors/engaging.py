"""Beginning something new for a mentor: at the same instant at which the mentor may be leaving (A15)."""

from django.utils.translation import gettext as _

from plugins.mentors.models import Mentor
from portal.workflow.engine import GUARD, Refused


def engage(key: int) -> Mentor:
    """The mentor of that key, whom nobody dismisses before the caller's transaction ends, which must be open.

    Raises Refused when the mentor cannot be asked any more. What the caller then writes is seen by whoever accepts the
    mentor's resignation next; where that came first, this raises.
    """
    mentor = Mentor.objects.select_for_update(no_key=True).get(pk=key)
    if not mentor.is_serving():
        raise Refused(GUARD, _("这位导师现在不接受新的咨询，请另选一位。"))
    return mentor
