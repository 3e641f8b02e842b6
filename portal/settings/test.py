"""What the tests run with: everything in memory, mail kept, jobs run at once; DATABASE_URL chooses the database."""

from portal.settings.base import *  # noqa: F403
from portal.settings.base import BASE_DIR, DATABASES, Q_CLUSTER, STORAGES

SECRET_KEY = "tests-only: a fixed key keeps signed values reproducible from one run to the next"  # noqa: S105
FIELD_KEYS = ["tests:WYMOvDpBhBEFZr8aKQ0IRz39y9SSzkmLFM0aXi+i5EE="]
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
STYLEGUIDE = True
SERVE_MEDIA = True

DATABASES["default"]["CONN_MAX_AGE"] = 0

CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
MEDIA_ROOT = BASE_DIR / ".data" / "test-media"
STORAGES["private"] = {
    "BACKEND": "portal.attachments.storage.PrivateFileStorage",
    "OPTIONS": {"location": BASE_DIR / ".data" / "test-private"},
}
CLAMD_ADDRESS = ATTACHMENT_ACCEL_PREFIX = ""
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
Q_CLUSTER = {**Q_CLUSTER, "sync": True, "poll": 0.2, "guard_cycle": 0.2}
ELASTICSEARCH_URL = ""
CLOCK_MAY_BE_SET = True
IDENTITY_PROVIDERS = {}
