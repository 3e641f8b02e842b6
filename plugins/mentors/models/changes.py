"""What a mentor asks for while in office: a change of their page (A14), to leave (A15)."""

from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.models import Revision

from plugins.mentors.choices import EDITABLE_CHANGES, OPEN_CHANGES, ResignationState
from plugins.mentors.models.mentor import Mentor
from portal.workflow.models import Case

if TYPE_CHECKING:
    from wagtail.models import Site


class MentorsCaseQuerySet(models.QuerySet[Any]):
    def of(self, person: Any) -> Self:
        """The person's own."""
        return self.filter(mentor__user=person.pk)


class ProfileChangeQuerySet(MentorsCaseQuerySet):
    def open(self) -> Self:
        """Those that are not decided yet, drafts included; a mentor has at most one."""
        return self.filter(state__in=OPEN_CHANGES)

    def handed_in(self) -> Self:
        """Those that staff may see: what was never submitted is nobody's but the mentor's."""
        return self.exclude(number=None)


class MentorsCase(Case):
    """A case of a mentor. `number` is given when it is handed in; `answer` is what staff last said to the mentor."""

    number = models.CharField(_("受理编号"), max_length=20, null=True, unique=True, editable=False)
    answer = models.TextField(_("答复"), blank=True, default="", editable=False)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.number or str(self._meta.verbose_name)

    @property
    def site(self) -> "Site | None":
        """The site of the mentor's page."""
        mentor: Mentor = self.mentor  # type: ignore[attr-defined]
        site: Site | None = mentor.page.get_site()
        return site


class ProfileChange(MentorsCase):
    """A new version of a mentor's public page that waits to be handed in, reviewed, published.

    Both versions are revisions of Wagtail's, of this case and not of the page: `revision` is the page as the mentor
    wants it, `base` the page as it was public when the mentor began (or took in what has changed since). So nobody
    who edits the page in the admin carries on, or publishes, what a mentor is still writing.
    """

    mentor = models.ForeignKey(
        Mentor, verbose_name=_("导师"), on_delete=models.PROTECT, related_name="profile_changes"
    )
    base = models.ForeignKey(Revision, null=True, editable=False, on_delete=models.PROTECT, related_name="+")
    revision = models.ForeignKey(
        Revision,
        verbose_name=_("修改稿"),
        null=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )

    objects = ProfileChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("展示页变更")
        verbose_name_plural = _("展示页变更")
        default_permissions = ()
        permissions = [
            ("review_change", _("可以审核展示页变更")),
            ("supervise_change", _("可以督办展示页变更")),
        ]
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["mentor"], condition=Q(state__in=OPEN_CHANGES), name="profile_change_one_open"
            ),
        ]

    @property
    def is_open(self) -> bool:
        """Whether nobody has decided yet."""
        return self.state in OPEN_CHANGES

    @property
    def is_editable(self) -> bool:
        """Whether the mentor may go on writing."""
        return self.state in EDITABLE_CHANGES


class Resignation(MentorsCase):
    """A mentor's wish to leave, with the peers whom they suggest for what is still open."""

    mentor = models.ForeignKey(
        Mentor, verbose_name=_("导师"), on_delete=models.PROTECT, related_name="resignations"
    )
    reason = models.TextField(_("原因"), max_length=1000)
    heirs = models.ManyToManyField(Mentor, verbose_name=_("建议接手的导师"), blank=True, related_name="+")

    objects = MentorsCaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("解聘申请")
        verbose_name_plural = _("解聘申请")
        default_permissions = ()
        permissions = [
            ("review_resignation", _("可以审核解聘申请")),
            ("supervise_resignation", _("可以督办解聘申请")),
        ]
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["mentor"], condition=Q(state=ResignationState.SUBMITTED), name="resignation_one_open"
            ),
        ]
