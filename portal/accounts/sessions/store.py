"""Where sessions are kept (SESSION_ENGINE)."""

from typing import Any

from django.contrib.sessions.backends import db
from django.db import connection
from django.utils import timezone

QUESTION = "SELECT session_data FROM django_session WHERE session_key = %s AND expire_date > %s"


class SessionStore(db.SessionStore):
    """Django's sessions of the database, asked for in plain SQL.

    Every request of everybody who is signed in begins with this question: putting it together takes Django several
    times as long as the database takes to answer.
    """

    def load(self) -> dict[str, Any]:
        """What the session holds; nothing, and no key, where there is none or it has expired."""
        now = connection.ops.adapt_datetimefield_value(timezone.now())
        with connection.cursor() as cursor:
            cursor.execute(QUESTION, [self.session_key, now])
            found = cursor.fetchone()
        if found is None:
            self._session_key = None
            return {}
        held: dict[str, Any] = self.decode(found[0])
        return held
