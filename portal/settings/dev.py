"""A developer's machine and the demo: SQLite, mail on the console, pages as the public sees them.

`DEBUG=1` brings Django's technical error pages; without it the portal's own are shown.
"""

from portal.settings.base import *  # noqa: F403
from portal.settings.base import FIELD_KEYS, env

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
