"""Accounts that the demo lacks and browser tests need; made with the demo, in its process."""

PASSWORD = "qingchuang-demo"
STAFF = {"desktop": "writer-desktop", "phone": "writer-phone"}
KEYHOLDER = "keyholder"
MEMBERS = {"desktop": "member-desktop", "phone": "member-phone"}
MENTORS = {"desktop": "keeper-of-a-page-desktop", "phone": "keeper-of-a-page-phone"}
# Staff of their own: whoever sets up a second factor is asked for it everywhere afterwards.
# Mentors of their own: two of the demo city's who had no account.
MAKE = f"""
from datetime import timedelta
from allauth.account.models import EmailAddress
from django.utils import timezone
from plugins.mentors.models import Mentor
from portal.accounts.models import User
from portal.roles.actions import grant_role
from portal.roles.table import EDITOR

def person(name, last_name):
    return User.objects.create_user(name, f"{{name}}@hailan.example", {PASSWORD!r}, last_name=last_name)

security = User.objects.get(username="security")
for name in {[*STAFF.values(), KEYHOLDER]!r}:
    until = timezone.now() + timedelta(days=9)
    grant_role(person(name, "测试"), EDITOR, actor=security, ends_at=until, reason="测试任职")
for name in {[*MEMBERS.values()]!r}:
    person(name, "测试")
for name in {[*MENTORS.values()]!r}:
    mentor = Mentor.objects.reachable().filter(user=None).order_by("pk").first()
    user = person(name, mentor.page.title)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    Mentor.objects.filter(pk=mentor.pk).update(user=user)
"""
