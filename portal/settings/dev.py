"""A developer's machine and the demo: SQLite, mail on the console, pages as the public sees them.

`DEBUG=1` brings Django's technical error pages; without it the portal's own are shown.
"""

from portal.settings.base import *  # noqa: F403
from portal.settings.base import EMAIL_BACKEND, FIELD_KEYS, OUTBOX_DIR, PASSWORD_RULES, env

SECRET_KEY = "development-only: every clone of the repository knows this key, production refuses it"  # noqa: S105
FIELD_KEYS = FIELD_KEYS or [
    "development:h1uTgIZunVbnEQsO4xCWLBbZ1K4QP4KdYr3/0svnxh0="
]  # every clone knows it too
DEBUG = env.bool("DEBUG", default=False)
ALLOWED_HOSTS = ["*"]
STYLEGUIDE = True
SERVE_MEDIA = True

WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True

# The demo: its people are signed in to by newcomers with a password that everybody knows, and nothing is sent.
STAFF_SECOND_FACTOR = env.bool("STAFF_SECOND_FACTOR", default=False)
PASSWORD_RULES = PASSWORD_RULES | {"staff": PASSWORD_RULES["staff"] | {"days": None}}
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
OUTBOX_SHOWN = True
if EMAIL_BACKEND.endswith("console.EmailBackend"):
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = OUTBOX_DIR / "mail"
