"""The portal that browsers look at: a developer's, but for the third of a second that a password takes on purpose."""

from portal.settings.dev import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

# As a city serves them: style sheets and scripts are found once, and kept by a browser from one page to the next.
WHITENOISE_AUTOREFRESH = False
