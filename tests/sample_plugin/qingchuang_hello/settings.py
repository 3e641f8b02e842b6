from django.utils.translation import gettext_lazy as _

from portal.plugin.base import PluginSettings, setting


class HelloSettings(PluginSettings, plugin="hello"):
    shown: int = setting(
        3, label=_("显示条数"), help_text=_("首页最多显示几条问候。"), min_value=1, max_value=20
    )
    keep_days: int = setting(30, label=_("保留天数"), help_text=_("更早的问候每天清理一次。"), min_value=1)
    reply_hours: int = setting(
        48, label=_("答复时限（小时）"), help_text=_("到时没有答复的请求转给值班人员。"), min_value=1
    )
    title: str = setting("今日问候", label=_("栏目名称"), max_length=20)
