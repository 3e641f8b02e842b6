"""Who a session belongs to, with the rights of this very moment."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db.models import Exists, OuterRef
from django.utils import timezone

from portal.accounts.adapter import person_named
from portal.accounts.models.user import known_with_the_person
from portal.roles.actions import carry_out_due
from portal.roles.models import Grant


class GrantedBackend(AuthenticationBackend):
    """allauth's backend for people whose rights come from grants.

    Begins and ends of grants hold from the second they name, on whichever process answers next (A6, B15): the one
    query that loads the person also asks whether something is due, whether they work here, and whether they have a
    second factor. Superusers stand outside and exist only where
    SUPERUSERS_ALLOWED says so.
    """

    def get_user(self, user_id: Any) -> Any:
        """The person of a session, None when they may not sign in (any more)."""
        due = Grant.objects.due(timezone.now()).filter(person=OuterRef("pk"))
        people = get_user_model().objects.annotate(has_due_grants=Exists(due), **known_with_the_person())
        user = people.filter(pk=user_id).first()
        if user is None or not self.user_can_authenticate(user):
            return None
        if user.has_due_grants:
            carry_out_due(user)
            del user.is_at_work_here  # asked anew: a role has just begun or ended
        return user

    def _authenticate(self, request: Any, **credentials: Any) -> Any:
        """One person, one hash: allauth tries a name as each thing that it can be, and the time says that it fits (B6)."""
        return self._check_password(person_named(credentials), credentials["password"])

    def user_can_authenticate(self, user: Any) -> bool:
        if user is not None and user.is_superuser and not settings.SUPERUSERS_ALLOWED:
            return False
        return bool(super().user_can_authenticate(user))
