"""Which passwords are accepted, by role, and how long one may be used (B1)."""

import unicodedata
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import check_password
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.accounts.models import ChosenPassword


def kind_of(person: Any) -> str:
    """Whose rules hold for the person: "staff" or "public". Somebody unknown is the public."""
    return "staff" if person is not None and person.pk and person.is_at_work_here else "public"


def rules_for(person: Any) -> dict[str, Any]:
    """The rules of setting PASSWORD_RULES that hold for the person."""
    return all_rules()[kind_of(person)]


def all_rules() -> dict[str, dict[str, Any]]:
    """Setting PASSWORD_RULES."""
    rules: Any = settings.PASSWORD_RULES
    return dict(rules)


class RulesOfRole:
    """Django's validator for length, kinds of characters and earlier passwords."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raise ValidationError with a sentence for each rule that the password breaks."""
        rules = rules_for(user)
        wrong = []
        if len(password) < rules["shortest"]:
            wrong.append(_("密码至少 %d 个字符。") % rules["shortest"])
        if len(password) > settings.LONGEST_PASSWORD:
            raise ValidationError(_("密码最多 %d 个字符。") % settings.LONGEST_PASSWORD)
        if classes_in(password) < rules["classes"]:
            wrong.append(_("密码要有大写字母、小写字母、数字、符号中的至少 %d 类。") % rules["classes"])
        if not wrong and rules["remembered"] and is_remembered(password, user, rules["remembered"]):
            wrong.append(_("不能使用最近 %d 次用过的密码。") % rules["remembered"])
        if wrong:
            raise ValidationError(wrong)

    def get_help_text(self) -> str:
        return advice(None)


def classes_in(password: str) -> int:
    """How many kinds of characters there are: capital, small, digit, anything else."""
    kinds = {
        {"Lu": "capital", "Ll": "small", "Nd": "digit"}.get(unicodedata.category(character), "other")
        for character in password
    }
    return len(kinds)


def is_remembered(password: str, person: Any, number: int) -> bool:
    """Whether the person's password is, or was one of the latest `number`."""
    earlier = ChosenPassword._default_manager.filter(user=person).values_list("digest", flat=True)[:number]
    return any(check_password(password, digest) for digest in {*earlier, person.password} if digest)


def advice(person: Any) -> str:
    """What makes a good password, for the hint under the field."""
    rules = rules_for(person)
    if rules["classes"] > 1:
        return _(
            "至少 %(shortest)d 个字符，含大写字母、小写字母、数字、符号中的 %(classes)d 类；不用最近 %(remembered)d 次的密码。"
        ) % {name: rules[name] for name in ("shortest", "classes", "remembered")}
    return _("至少 %(shortest)d 个字符，建议 %(advised)d 个以上，例如一句话；不用常见的密码。") % {
        name: rules[name] for name in ("shortest", "advised")
    }


def remember(person: Any) -> None:
    """Note that the person has just chosen their password themselves. Older ones than the rules ask for are dropped."""
    kind = kind_of(person)
    ChosenPassword._default_manager.create(user=person, digest=person.password, rules=kind)
    kept = max(1, *(rules["remembered"] for rules in all_rules().values()))
    mine = ChosenPassword._default_manager.filter(user=person)
    mine.exclude(pk__in=list(mine.values_list("pk", flat=True)[:kept])).delete()


def is_due(person: Any) -> bool:
    """Whether the person has to choose a new password now.

    So it is for staff whose password somebody else set, was chosen under the public's rules, or is too old.
    """
    days = rules_for(person)["days"]
    if days is None or not person.has_usable_password():
        return False
    chosen = ChosenPassword.current(person)
    return (
        chosen is None
        or chosen.rules != kind_of(person)
        or chosen.chosen_at < timezone.now() - timedelta(days=days)
    )
