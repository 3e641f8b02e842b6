"""What a city may set about its mentors."""

import re

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
    remind_first_days: int = setting(
        90,
        label=_("聘期提醒：第一次（天）"),
        help_text=_("聘期结束前多少天第一次提醒导师和专员（页面要求 P26；管理办法没有规定天数）。"),
        min_value=1,
        max_value=365,
    )
    remind_second_days: int = setting(
        30,
        label=_("聘期提醒：第二次（天）"),
        help_text=_("聘期结束前多少天第二次提醒（页面要求 P26）。"),
        min_value=1,
        max_value=365,
    )
    remind_last_days: int = setting(
        7,
        label=_("聘期提醒：最后一次（天）"),
        help_text=_("聘期结束前多少天最后一次提醒（页面要求 P26）。"),
        min_value=1,
        max_value=365,
    )
    longest_pause_days: int = setting(
        90,
        label=_("一次最多暂停（天）"),
        help_text=_("导师一次最多暂停服务多少天（页面要求 P25；管理办法没有规定天数）。"),
        min_value=1,
        max_value=365,
    )
    weekly_cap: int = setting(
        10,
        label=_("每周接受上限（件）"),
        help_text=_("导师没有自己设定时，每周最多接受多少件留言和预约（页面要求 P25）。"),
        min_value=1,
        max_value=1000,
    )
    check_days: int = setting(
        5,
        label=_("材料审核时限（工作日）"),
        help_text=_(
            "平台手册第一部分第 3 条“后台审核”：提交后几个工作日内审核完；手册没有规定天数，到期提醒管理人员督办。"
        ),
        min_value=1,
        max_value=60,
    )
    correction_days: int = setting(
        10,
        label=_("补正时限（工作日）"),
        help_text=_("退回后申请人几个工作日内补正；平台手册没有规定天数，逾期申请终止，可以重新申请。"),
        min_value=1,
        max_value=120,
    )
    review_days: int = setting(
        20,
        label=_("组织专家评审时限（工作日）"),
        help_text=_(
            "平台手册第一部分第 3 条“即将进行专家评审”：材料通过后几个工作日内列入评审，到期提醒督办。"
        ),
        min_value=1,
        max_value=250,
    )
    term_days: int = setting(
        5,
        label=_("填写聘期时限（工作日）"),
        help_text=_(
            "平台手册第一部分第 4 条“填写聘期”：评审通过后几个工作日内填写；手册没有规定天数，到期提醒督办。"
        ),
        min_value=1,
        max_value=60,
    )
    term_years: int = setting(
        3,
        label=_("聘期（年）"),
        help_text=_("填写聘期时预填几年；平台手册第一部分第 4 条要求明确聘用时间，没有规定年数。"),
        min_value=1,
        max_value=10,
    )
    rejection_policies: str = setting(
        "mentor-measures",
        label=_("不予通过的依据"),
        help_text=_(
            "材料审核“不通过”时，从哪些政策文件里选条文：填引用代号，多个用逗号隔开；"
            "一份也没有公布时写平台手册第一部分第 3 条。"
        ),
        required=False,
        max_length=200,
    )
    years_needed: int = setting(
        3,
        label=_("建议从业年限"),
        help_text=_("申请页写明的建议条件（页面要求 P20）；不满的也可以申请，由专家评审。"),
        min_value=0,
        max_value=40,
    )
    change_review_days: int = setting(
        5,
        label=_("展示页变更审核时限（工作日）"),
        help_text=_("到时没有决定的提醒管理人员（管理办法第二十三条；办法没有规定天数）。"),
        min_value=2,
        max_value=90,
    )
    change_correction_days: int = setting(
        10,
        label=_("展示页变更修改时限（工作日）"),
        help_text=_("退回后到时没有重新提交的视为放弃（管理办法第二十三条；办法没有规定天数）。"),
        min_value=2,
        max_value=90,
    )
    resignation_review_days: int = setting(
        5,
        label=_("解聘申请审核时限（工作日）"),
        help_text=_("到时没有决定的提醒管理人员（管理办法第二十五条：5个工作日内审核）。"),
        min_value=2,
        max_value=90,
    )
    change_reminder_days: int = setting(
        1,
        label=_("提前提醒（工作日）"),
        help_text=_("展示页变更、解聘申请的时限到期前多少个工作日提醒经办人或导师。"),
        min_value=1,
        max_value=30,
    )

    @property
    def reminder_days(self) -> tuple[int, ...]:
        """How many days before the end of a term people are reminded, the latest first."""
        return tuple(sorted({self.remind_first_days, self.remind_second_days, self.remind_last_days}))

    @property
    def policies_of_rejection(self) -> list[str]:
        """The keys of the documents from which a refusal cites."""
        return re.findall(r"[-\w]+", self.rejection_policies)
