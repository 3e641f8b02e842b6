"""Who a session belongs to, with the rights of this very moment."""

from functools import cache
from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.db import connection
from django.db.models import Exists, OuterRef
from django.db.models.expressions import RawSQL
from django.utils import timezone
from wagtail.users.models import UserProfile

from portal.accounts.adapter import person_named
from portal.accounts.models.user import known_with_the_person
from portal.roles.actions import carry_out_due
from portal.roles.models import Grant

PERSON, MOMENT = object(), object()
"""Stand in the kept question for what differs from one request to the next."""

PROFILE = UserProfile._meta.get_field("user").remote_field


class GrantedBackend(AuthenticationBackend):
    """allauth's backend for people whose rights come from grants.

    Begins and ends of grants hold from the second they name, on whichever process answers next (A6, B15): the one
    query that loads the person also asks whether something is due, whether they work here, whether they have a
    second factor, and whether Wagtail keeps a profile of theirs, for which it looks on every page of the admin.
    Superusers stand outside and exist only where SUPERUSERS_ALLOWED says so.
    """

    def get_user(self, user_id: Any) -> Any:
        """The person of a session, None when they may not sign in (any more)."""
        user = _loaded(user_id)
        if user is None or not self.user_can_authenticate(user):
            return None
        if user.has_due_grants:
            carry_out_due(user)
            del user.is_at_work_here  # asked anew: a role has just begun or ended
        return user

    def _authenticate(self, request: Any, **credentials: Any) -> Any:
        """One person, one hash: allauth tries a name as each thing that it can be, and the time says that it fits (B6)."""
        return self._check_password(person_named(credentials), credentials["password"])

    def get_all_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        """What Django's says, of one kept question in place of two; superusers and strangers go its way."""
        plain = obj is None and user_obj.is_active and not user_obj.is_superuser
        if plain and not hasattr(user_obj, "_perm_cache"):
            user_obj._perm_cache = _rights_of(user_obj)
        rights: set[str] = super().get_all_permissions(user_obj, obj)
        return rights

    def user_can_authenticate(self, user: Any) -> bool:
        if user is not None and user.is_superuser and not settings.SUPERUSERS_ALLOWED:
            return False
        return bool(super().user_can_authenticate(user))


def _loaded(user_id: Any) -> Any:
    """The person with the answers as properties, or None."""
    sql, parameters, answers = _question()
    filled = {PERSON: user_id, MOMENT: connection.ops.adapt_datetimefield_value(timezone.now())}
    found = get_user_model().objects.raw(sql, [filled.get(value, value) for value in parameters])
    user: Any = next(iter(found), None)
    for name in answers if user else ():
        setattr(user, name, bool(getattr(user, name)))
    if user and not user.has_admin_profile:
        PROFILE.set_cached_value(user, None)
    return user


@cache
def _question() -> tuple[str, tuple[Any, ...], tuple[str, ...]]:
    """SQL, parameters and the names of its answers.

    Kept because every request of everybody who is signed in asks it: putting it together takes Django six times as
    long as the database takes to answer.
    """
    due = Grant.objects.due(RawSQL("%s", [MOMENT])).filter(person=OuterRef("pk"))
    profile = UserProfile._default_manager.filter(user=OuterRef("pk"))
    own = {"has_due_grants": Exists(due), "has_admin_profile": Exists(profile)}
    answers = own | known_with_the_person()
    people = get_user_model().objects.annotate(**answers).filter(pk=RawSQL("%s", [PERSON]))
    return *people.query.sql_with_params(), tuple(answers)


def _rights_of(person: Any) -> set[str]:
    """By groups and by oneself."""
    sql, parameters = _question_of_rights()
    with connection.cursor() as cursor:
        cursor.execute(sql, [person.pk if value is PERSON else value for value in parameters])
        return {f"{app}.{codename}" for app, codename in cursor.fetchall()}


@cache
def _question_of_rights() -> tuple[str, tuple[Any, ...]]:
    """SQL and parameters, kept for the same reason: every request of staff asks it."""
    rights = Permission.objects.order_by().values_list("content_type__app_label", "codename")
    by_group = rights.filter(group__user=RawSQL("%s", [PERSON]))
    sql, parameters = by_group.union(rights.filter(user=RawSQL("%s", [PERSON]))).query.sql_with_params()
    return sql, tuple(parameters)
