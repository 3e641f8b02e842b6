"""The papers that a mentor may add to a change of their page: what proves a new post, a certificate (A14)."""

from django.utils.translation import gettext_lazy as _

from plugins.mentors.applying.evidence import PAPERS
from plugins.mentors.rules.profile_change import adds_evidence, reads_change
from portal.attachments.base import AttachmentOwner, AttachmentSlot

CHANGE_FILES = AttachmentOwner(
    "mentors.ProfileChange",
    slots=(
        AttachmentSlot(
            "evidence",
            _("佐证材料"),
            kinds=PAPERS,
            max_files=6,
            required=False,
            help_text=_("改了职务、学历或资格的，请附证明；不公开，只有经办人能看到。"),
        ),
    ),
    may_read=reads_change,
    may_change=adds_evidence,
)
