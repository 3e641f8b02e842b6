"""What a city may set about its mentors."""

from django.utils.translation import gettext_lazy as _

from portal.plugin.base import PluginSettings, setting


class MentorSettings(PluginSettings, plugin="mentors"):
    """Days and limits; where the manual names a figure the help text says where."""

    newly_appointed_days: int = setting(
        180,
        label=_("新聘标记天数"),
        help_text=_("首次聘任后多少天内显示“新聘导师”。"),
        min_value=0,
        max_value=3650,
    )
    import_rows: int = setting(
        5000,
        label=_("导入行数上限"),
        help_text=_("一次导入的表格最多多少行。"),
        min_value=1,
        max_value=100_000,
    )
    services_needed: int = setting(
        5,
        label=_("公开数据所需服务次数"),
        help_text=_(
            "服务少于这么多次时，不公开回复时间、按时率和评分（页面要求 P17；平台手册没有规定次数）。"
        ),
        min_value=1,
        max_value=1000,
    )
    on_time_hours: int = setting(
        48,
        label=_("按时回复（小时）"),
        help_text=_("多少小时以内的回复算按时：平台手册第二部分第 3 条“请尽量在 48 小时内回复”。"),
        min_value=1,
        max_value=720,
    )
