"""A city's server. Every value that would be unsafe when forgotten must be set, or the process does not start."""

from django.core.exceptions import ImproperlyConfigured

from portal.privacy.keys import read_keys
from portal.settings.base import *  # noqa: F403
from portal.settings.base import FIELD_KEYS, SITE_URL, STAFF_SECOND_FACTOR, STORAGES, env

DEBUG = False
SUPERUSERS_ALLOWED = False
SECRET_KEY = env.str("SECRET_KEY")
ALLOWED_HOSTS: list[str] = env.list("ALLOWED_HOSTS")
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[SITE_URL])

if len(SECRET_KEY) < 50 or len(set(SECRET_KEY)) < 10 or SECRET_KEY.startswith(("development", "tests")):
    raise ImproperlyConfigured("SECRET_KEY must be random and at least 50 characters long.")
if not FIELD_KEYS or any(key.id in {"development", "tests"} for key in read_keys(FIELD_KEYS)):
    raise ImproperlyConfigured("FIELD_KEYS must hold a key of your own: id:$(openssl rand -base64 32).")
if not ALLOWED_HOSTS or "*" in ALLOWED_HOSTS:
    raise ImproperlyConfigured("ALLOWED_HOSTS must name the host names that the portal answers to.")
if env.bool("DEBUG", default=False):
    raise ImproperlyConfigured("DEBUG must not be set on a public server.")
if not SITE_URL.startswith("https://"):
    raise ImproperlyConfigured("SITE_URL must start with https://.")
if not STAFF_SECOND_FACTOR:
    raise ImproperlyConfigured("STAFF_SECOND_FACTOR cannot be switched off on a public server (B3).")

# The editor shows drafts in a frame of its own site.
SILENCED_SYSTEM_CHECKS = ["security.W019"]
SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=31_536_000)
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
if env.bool("BEHIND_TLS_PROXY", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    ALLAUTH_TRUSTED_PROXY_COUNT = 1  # the last hop names the visitor's address, and nobody else is believed
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SESSION_COOKIE_NAME = "__Host-sessionid"
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_NAME = "__Host-csrftoken"
CSRF_COOKIE_SECURE = True
KNOWN_DEVICE_COOKIE = "__Host-device"
SMS_GATEWAY = env.str("SMS_GATEWAY", default="")  # without one, phone numbers are not offered
LANGUAGE_COOKIE_SECURE = True

STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"}
