"""What a city may set about expert review."""

from django.utils.translation import gettext_lazy as _

from portal.plugin.base import PluginSettings, setting


class ReviewSettings(PluginSettings, plugin="reviews"):
    """Sizes of panels and times of reminders; the measures name none of these figures."""

    seats: int = setting(
        5,
        label=_("正选专家人数"),
        help_text=_("抽取专家时的默认人数；《管理办法》没有规定人数。"),
        min_value=1,
        max_value=30,
    )
    reserves: int = setting(
        2,
        label=_("备选专家人数"),
        help_text=_("有人回避或退出时按抽取顺序递补。"),
        min_value=0,
        max_value=30,
    )
    first_reminder_hours: int = setting(
        72,
        label=_("第一次提醒（小时）"),
        help_text=_("评分截止前多少小时提醒还没有交齐的专家。"),
        min_value=1,
        max_value=720,
    )
    second_reminder_hours: int = setting(
        24, label=_("第二次提醒（小时）"), help_text=_("同上。"), min_value=1, max_value=720
    )
    spread_share: int = setting(
        30,
        label=_("分歧提示（%）"),
        help_text=_("同一事项最高分与最低分相差达到量程的这个比例时提示（页面要求 S8）。"),
        min_value=1,
        max_value=100,
    )
