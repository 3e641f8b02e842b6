"""One row for each private file, and for each that is still on its way."""

import uuid
from typing import Any, Self

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.attachments.choices import Scan, State
from portal.attachments.kinds import KINDS, Kind

UNAVAILABLE: dict[str, Promise] = {
    State.REFUSED: _("没有通过安全检查，已经删除，请换一个文件。"),
    State.REMOVED: _("文件已移除。"),
    State.LOST: _("文件丢失，请重新上传。"),
}


class AttachmentQuerySet(models.QuerySet["Attachment"]):
    def of(self, owner: Any) -> Self:
        """Every file of the object, history and removed ones too."""
        return self.filter(owner_type=ContentType.objects.get_for_model(owner), owner_id=owner.pk)

    def current(self) -> Self:
        return self.filter(state=State.CURRENT)

    def stored(self) -> Self:
        """Those whose bytes the portal keeps."""
        return self.exclude(stored_as="")


class Attachment(models.Model):
    """A private file of an object; `portal.attachments.actions` is the only way to change one.

    `id` is random: it is in the file's address. `original_name` is what the uploader called it, `name` what it is
    offered as. `stored_as` is the random name in the private storage; empty where the bytes are gone.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner_type = models.ForeignKey(
        ContentType, verbose_name=_("所属类型"), on_delete=models.PROTECT, related_name="+"
    )
    owner_id = models.PositiveBigIntegerField(_("所属编号"))
    owner = GenericForeignKey("owner_type", "owner_id")
    slot = models.CharField(_("材料项"), max_length=50)
    place = models.PositiveSmallIntegerField(_("序号"))

    original_name = models.CharField(_("原文件名"), max_length=255)
    name = models.CharField(_("文件名"), max_length=100)
    stored_as = models.CharField(_("存储名"), max_length=100, blank=True, editable=False)
    kind = models.CharField(_("格式"), max_length=10)
    size = models.PositiveBigIntegerField(_("大小"))
    sha256 = models.CharField("SHA-256", max_length=64)
    viewable = models.BooleanField(_("可在浏览器中查看"), default=False)

    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.CURRENT)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("上传人"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    uploaded_at = models.DateTimeField(_("上传时间"), default=timezone.now)
    replaced_by = models.OneToOneField(
        "self",
        verbose_name=_("替换为"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,  # history goes with the file that it led to
        related_name="replaces",
    )
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("移除人"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    removed_at = models.DateTimeField(_("移除时间"), null=True, blank=True)

    scan = models.CharField(_("安全检查"), max_length=10, choices=Scan, default=Scan.OFF)
    scan_attempts = models.PositiveIntegerField(_("检查次数"), default=0)
    scan_due_at = models.DateTimeField(_("下次检查"), null=True, blank=True)
    scan_note = models.CharField(_("检查结果"), max_length=200, blank=True)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("附件")
        verbose_name_plural = _("附件")
        ordering = ["slot", "place", "uploaded_at"]
        indexes = [
            models.Index(fields=["owner_type", "owner_id"], name="attachments_owner"),
            models.Index(fields=["scan_due_at"], name="attachments_scan", condition=Q(scan=Scan.WAITING)),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["owner_type", "owner_id", "slot", "place"],
                condition=Q(state=State.CURRENT),
                name="attachments_one_a_place",
            ),
            models.UniqueConstraint(
                fields=["stored_as"], condition=~Q(stored_as=""), name="attachments_one_a_file"
            ),
            models.CheckConstraint(
                condition=~Q(stored_as="") | Q(scan=Scan.INFECTED), name="attachments_bytes_or_infected"
            ),
            models.CheckConstraint(
                condition=Q(replaced_by=None) | Q(state=State.REPLACED), name="attachments_replaced"
            ),
            models.CheckConstraint(
                condition=Q(state=State.REMOVED, removed_at__isnull=False)
                | (~Q(state=State.REMOVED) & Q(removed_at=None)),
                name="attachments_removed_at",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def type(self) -> Kind:
        return KINDS[self.kind]

    @property
    def is_held(self) -> bool:
        """Whether the scanner has yet to look at it: until then nobody may have it."""
        return self.scan == Scan.WAITING

    @property
    def words(self) -> Promise | str:
        """What people are told of a file that they cannot have; empty for one that they can."""
        if self.is_held and self.state in {State.CURRENT, State.REPLACED}:
            return _("正在进行安全检查，通过后才能下载。")
        return UNAVAILABLE.get(self.state, "")

    @property
    def is_readable(self) -> bool:
        """Whether it may be handed to those who may read it."""
        return not self.words and bool(self.stored_as)


class Upload(models.Model):
    """A file that arrives in parts; `portal.attachments.arriving` is the only way to change one.

    `received` bytes are here without a gap. `attachment` is what became of it: then its parts are gone, and the row
    stays for a while so that a repeated last request finds its answer. `sha256` is what the sender said, or empty.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner_type = models.ForeignKey(
        ContentType, verbose_name=_("所属类型"), on_delete=models.PROTECT, related_name="+"
    )
    owner_id = models.PositiveBigIntegerField(_("所属编号"))
    owner = GenericForeignKey("owner_type", "owner_id")
    slot = models.CharField(_("材料项"), max_length=50)
    replaces = models.ForeignKey(
        Attachment,
        verbose_name=_("替换"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,  # there is nothing to replace any more
        related_name="+",
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("上传人"), on_delete=models.CASCADE, related_name="+"
    )
    original_name = models.CharField(_("原文件名"), max_length=255)
    content_type = models.CharField(_("声明的类型"), max_length=127, blank=True)
    size = models.PositiveBigIntegerField(_("大小"))
    sha256 = models.CharField("SHA-256", max_length=64, blank=True)
    received = models.PositiveBigIntegerField(_("已收到"), default=0)
    attachment = models.OneToOneField(
        Attachment,
        verbose_name=_("附件"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
    )
    started_at = models.DateTimeField(_("开始时间"), default=timezone.now)
    last_at = models.DateTimeField(_("最近收到"), default=timezone.now)

    class Meta:
        verbose_name = _("未传完的文件")
        verbose_name_plural = _("未传完的文件")
        default_permissions = ()
        indexes = [
            models.Index(fields=["owner_type", "owner_id"], name="attachments_upload_owner"),
            models.Index(fields=["last_at"], name="attachments_upload_last"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(received__lte=models.F("size")), name="attachments_upload_received"
            ),
        ]

    def __str__(self) -> str:
        return self.original_name


class Part(models.Model):
    """A piece of an upload, in the private storage under a random name."""

    upload = models.ForeignKey(
        Upload, verbose_name=_("未传完的文件"), on_delete=models.CASCADE, related_name="parts"
    )
    start = models.PositiveBigIntegerField(_("起点"))
    size = models.PositiveBigIntegerField(_("大小"))
    stored_as = models.CharField(_("存储名"), max_length=100, unique=True, editable=False)

    class Meta:
        verbose_name = _("文件分段")
        verbose_name_plural = _("文件分段")
        default_permissions = ()
        ordering = ["start"]
        constraints = [
            models.UniqueConstraint(fields=["upload", "start"], name="attachments_one_part_a_start"),
        ]

    def __str__(self) -> str:
        return f"{self.upload_id} {self.start}"
