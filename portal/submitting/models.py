"""What has been submitted, and where it has led."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Submission(models.Model):
    """A form that one person has sent. `key` came with the form, `url` is where the first sending has led.

    `url` is empty only inside the transaction of the first sending.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("账号"), on_delete=models.CASCADE, related_name="+"
    )
    key = models.UUIDField(editable=False)
    url = models.CharField(_("去向"), max_length=300, blank=True)
    created_at = models.DateTimeField(_("提交时间"), auto_now_add=True)

    class Meta:
        verbose_name = _("提交记录")
        verbose_name_plural = _("提交记录")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["person", "key"], name="submission_one_a_key")]
        indexes = [models.Index(fields=["created_at"], name="submission_age")]

    def __str__(self) -> str:
        return str(self.key)
