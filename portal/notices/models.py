"""Messages in people's inboxes, and how each of them left the portal."""

import uuid
from typing import Any, Self

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Exists, ExpressionWrapper, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from portal import clock
from portal.notices.choices import UNDELIVERED, Channel, State


class MessageQuerySet(models.QuerySet["Message"]):
    def about(self, case: models.Model) -> Self:
        """Those that tell of the object."""
        return self.filter(about_type=ContentType.objects.get_for_model(case), about_id=case.pk)

    def unread(self) -> Self:
        return self.filter(read_at=None)


class Message(models.Model):
    """One message in one person's inbox; written in the transaction of what it tells, so that neither is without the
    other (N1). Its words are final: what was told stays as it was told."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("收件人"), on_delete=models.CASCADE, related_name="+"
    )
    notice = models.CharField(_("通知"), max_length=80)
    title = models.CharField(_("标题"), max_length=100)
    body = models.TextField(_("内容"))
    link = models.CharField(_("链接"), max_length=300, blank=True)
    about_type = models.ForeignKey(ContentType, null=True, on_delete=models.PROTECT, related_name="+")
    about_id = models.PositiveBigIntegerField(null=True)
    about = GenericForeignKey("about_type", "about_id")
    created_at = models.DateTimeField(_("时间"))
    read_at = models.DateTimeField(_("阅读时间"), null=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("通知")
        verbose_name_plural = _("通知")
        default_permissions = ()
        permissions = [("preview_notice", _("可以预览通知模板"))]
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["person", "-created_at"], name="message_inbox"),
            models.Index(fields=["about_type", "about_id"], name="message_about"),
        ]

    def __str__(self) -> str:
        return self.title


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def ready(self) -> Self:
        """Those to be sent now, in their order; none overtakes an earlier one to the same person that is being tried."""
        earlier = Delivery.objects.filter(
            Q(state=State.SENDING) | Q(state=State.WAITING, attempts__gt=0, try_at__gt=clock.now()),
            message__person=OuterRef("message__person"),
            channel=OuterRef("channel"),
            pk__lt=OuterRef("pk"),
        )
        mine = self.filter(state=State.WAITING, try_at__lte=clock.now())
        return mine.exclude(Exists(earlier)).order_by("pk")

    def open_to(self, person: int, channel: str) -> Self:
        """Everything on its way to the person on the channel, in its order, locked; `is_due` says what may leave."""
        due = ExpressionWrapper(Q(try_at__lte=clock.now()), output_field=models.BooleanField())
        mine = self.filter(message__person=person, channel=channel, state__in=[State.WAITING, State.SENDING])
        locked = mine.select_for_update(of=("self",)).select_related("message__person")
        return locked.annotate(is_due=due).order_by("pk")

    def undelivered(self) -> Self:
        return self.filter(state__in=UNDELIVERED)


class Delivery(models.Model):
    """One message on one channel; at most one for each, and handed over at most once (N2).

    `key` goes along to the gateway. `with_others` names the delivery in whose message this one was told too.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="deliveries")
    channel = models.CharField(_("方式"), max_length=10, choices=Channel)
    text = models.CharField(_("短信内容"), max_length=100, blank=True)
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(_("尝试次数"), default=0)
    since = models.DateTimeField()
    try_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(_("送出时间"), null=True)
    error = models.CharField(_("原因"), max_length=300, blank=True)
    is_due: bool  # as `open_to` found it
    with_others = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="+")

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("发送记录")
        verbose_name_plural = _("发送记录")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["message", "channel"], name="delivery_one_a_channel"),
        ]
        indexes = [
            models.Index(
                fields=["try_at"], name="delivery_waiting", condition=Q(state__in=["waiting", "sending"])
            ),
        ]

    def __str__(self) -> str:
        return f"{self.message_id} {self.channel}"


class Choice(models.Model):
    """How a person wants to be told besides the inbox; without a row by e-mail."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("账号"),
        on_delete=models.CASCADE,
        related_name="notice_choice",
    )
    email = models.BooleanField(_("发送邮件"), default=True)
    sms = models.BooleanField(_("发送短信"), default=False)

    class Meta:
        verbose_name = _("通知方式")
        verbose_name_plural = _("通知方式")
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.channels())

    def channels(self) -> list[Channel]:
        wanted = {Channel.EMAIL: self.email, Channel.SMS: self.sms}
        return [channel for channel, chosen in wanted.items() if chosen]

    @classmethod
    def of(cls, person: Any) -> "Choice":
        """The person's choice, kept or usual."""
        return cls._default_manager.filter(person=person).first() or cls(person=person)
