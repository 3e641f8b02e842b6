"""Where a plugin is on: one row per site and plugin that somebody has touched."""

from typing import Any

from django.conf import settings as django_settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _


class PluginSwitch(models.Model):
    """A site's decision about a plugin; without a row the plugin's own default counts.

    Rows outlive the plugin: switching off or uninstalling deletes nothing. Change them through
    `portal.plugin.switches`, which also tells the other processes.
    """

    site = models.ForeignKey("wagtailcore.Site", on_delete=models.CASCADE, related_name="+")
    slug = models.SlugField(_("插件"))
    enabled = models.BooleanField(_("启用"), default=False)
    values: "models.JSONField[dict[str, Any], dict[str, Any]]" = models.JSONField(
        _("设置"), default=dict, blank=True, encoder=DjangoJSONEncoder
    )
    failures = models.PositiveIntegerField(_("故障次数"), default=0)
    failures_since = models.DateTimeField(null=True, blank=True)
    last_failure = models.CharField(_("最近故障"), max_length=300, blank=True)
    disabled_reason = models.CharField(_("停用原因"), max_length=200, blank=True)
    changed_at = models.DateTimeField(_("更改时间"), auto_now_add=True)
    changed_by = models.ForeignKey(
        django_settings.AUTH_USER_MODEL,
        verbose_name=_("更改人"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        verbose_name = _("插件开关")
        verbose_name_plural = _("插件开关")
        constraints = [
            models.UniqueConstraint(fields=["site", "slug"], name="one_switch_per_site_and_plugin")
        ]

    def __str__(self) -> str:
        return self.slug
