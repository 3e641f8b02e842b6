"""What a mentor accepts before seeing any case: norms of conduct and confidentiality (A13).

They follow the instructions for mentors, part 3. Whoever changes the words changes the version, and
every mentor is asked anew.
"""

from django.utils.translation import gettext_lazy as _

from portal.privacy.base import Consent

NORMS = Consent(
    "mentors.norms",
    "2025-1",
    _("导师行为规范"),
    _(
        "一、专业。回复咨询、线下辅导时提供准确、实用的建议，不误导咨询者。\n\n"
        "二、及时。尽量在 48 小时内回复留言；对预约及时联系、商定时间。超过 48 小时未回复的预约，由系统或管理员转派其他导师。\n\n"
        "三、诚信。不利用导师身份从事与咨询无关的商业活动，不向咨询者收取任何费用。\n\n"
        "依据：青岛市创业导师使用说明第三部分“导师行为规范”。"
    ),
    binding=True,
)
CONFIDENTIALITY = Consent(
    "mentors.confidentiality",
    "2025-1",
    _("导师保密协议"),
    _(
        "一、在服务中接触到的商业计划、经营数据、联系方式和个人隐私，只用于完成本次服务。\n\n"
        "二、不复制、不外传，不向任何第三人透露，也不用于本人或所在单位的经营；服务结束和聘期结束后继续保密。\n\n"
        "三、每次查看咨询者信息都会留下记录，咨询者本人可以看到。\n\n"
        "四、违反约定的，解除聘任，并依法承担责任。\n\n"
        "依据：青岛市创业导师使用说明第三部分第 3 条“保密性”。"
    ),
    binding=True,
)
AGREEMENTS = (NORMS, CONFIDENTIALITY)
