"""People who can sign in to the demo."""

from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group

from cms_pages.site_setup import APPROVERS, EDITORS, MENTOR_CLERKS
from portal.accounts.models import User

PASSWORD = "qingchuang-demo"  # noqa: S105 - printed by `make run`; the demo is never a public server
ACCOUNTS = (
    ("editor", "周", "若溪", EDITORS, "编辑：写公告、政策，提交审核"),
    ("approver", "郑", "知远", APPROVERS, "审核：审核别人写的内容"),
    ("clerk", "何", "清扬", MENTOR_CLERKS, "导师专员：导师、聘期、导入名单"),
    ("admin", "秦", "守正", None, "管理员：全部"),
)


def seed_accounts() -> int:
    """Make the demo accounts that are missing; existing ones keep their passwords."""
    for username, family, given, group, _duty in ACCOUNTS:
        user, created = User.objects.get_or_create(
            username=username,
            defaults={
                "last_name": family,
                "first_name": given,
                "email": f"{username}@hailan.example",
                "is_superuser": group is None,
                "is_staff": group is None,
            },
        )
        if created:
            user.set_password(PASSWORD)
            user.save()
            EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
        if group:
            user.groups.add(Group.objects.get(name=group))
    return len(ACCOUNTS)
