"""Settings that every environment shares; each variable is read once, here or in the file of its environment.

docs/settings.md explains the variables. Nothing here is safe to weaken in production: portal.settings.production
refuses to start when a value is missing or dangerous.
"""

from importlib import import_module
from pathlib import Path

from environs import Env

from portal.jobs.conf import Q_CLUSTER
from portal.plugin.discovery import plugin_apps
from portal.settings.accounts import *  # noqa: F403
from portal.settings.desk import *  # noqa: F403
from portal.settings.identity import *  # noqa: F403

env = Env()

BASE_DIR = Path(__file__).resolve().parents[2]
DATA_DIR = Path(env.str("DATA_DIR", default=str(BASE_DIR / ".data")))
DATA_DIR.mkdir(parents=True, exist_ok=True)

# Identity -------------------------------------------------------------------------------------------------------

SITE_URL = env.str("SITE_URL", default="http://127.0.0.1:8000")
ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"
AUTH_USER_MODEL = "accounts.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
SITE_ID = 1
DEBUG = False
STYLEGUIDE = False
SERVE_MEDIA = False

# Applications ---------------------------------------------------------------------------------------------------
# Order matters: our own apps stand first so that their templates and static files win.

INSTALLED_APPS = [
    "portal",
    "portal.accounts",
    "portal.roles",
    "portal.identity",
    "portal.audit",
    "portal.privacy",
    "portal.jobs",
    "portal.working_time",
    "portal.numbering",
    "portal.submitting",
    "portal.workflow",
    "portal.notices",
    "portal.desk",
    "portal.attachments",
    "portal.member_centre",
    "search",
    "cms_pages",
    "api",
    *plugin_apps(),
    "portal.plugin",
    "portal.plugin_admin",
    "portal.plugin_contract",
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.mfa",
    "allauth.usersessions",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.contrib.table_block",
    "wagtail.api.v2",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_q",
    "django_htmx",
    "rules",
    "lucide",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "django_filters",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "portal.health.ProbesMiddleware",
    "portal.middleware.RequestContextMiddleware",
    "portal.audit.middleware.TraceMiddleware",
    "portal.attachments.body_limit.BodyLimitMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "portal.middleware.ContentSecurityPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "portal.middleware.PersonalAnswerMiddleware",
    "portal.accounts.answers.PrivateAnswersMiddleware",
    "portal.middleware.ChosenLanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "portal.accounts.sessions.limits.SessionLimitsMiddleware",
    "portal.accounts.second_factor.door.StaffDoorMiddleware",
    "portal.accounts.admin_door.AdminDoorMiddleware",
    "portal.sites.KnownSiteMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "portal.middleware.PageRedirectMiddleware",
    "cms_pages.personal_data.middleware.PublicationRefusedMiddleware",
    "portal.middleware.LargeNumberMiddleware",
    "portal.middleware.FormAddressMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portal.preferences.preferences",
                "cms_pages.chrome.chrome",
                "portal.accounts.outbox.outbox",
            ],
        },
    },
]

# Data -----------------------------------------------------------------------------------------------------------

DATABASES = {"default": env.dj_db_url("DATABASE_URL", default=f"sqlite:///{DATA_DIR / 'db.sqlite3'}")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # Readers never wait for a writer (WAL); a writer takes its lock at once instead of failing half-way (IMMEDIATE).
    DATABASES["default"]["OPTIONS"] = {
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA busy_timeout=20000;",
    }
else:
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
# Kept connections, not the driver's pool: the queue forks, and a forked pool shares its sockets. Opening a SQLite
# file anew costs several milliseconds too, and its page cache.
DATABASES["default"]["CONN_MAX_AGE"] = 60

CACHES = {
    "default": env.dj_cache_url("CACHE_URL", default=f"file://{DATA_DIR / 'cache'}")
    | {"KEY_PREFIX": "qingchuang"},
}
if CACHES["default"]["BACKEND"].endswith("FileBasedCache"):
    CACHES["default"]["BACKEND"] = "portal.file_cache.FileCache"
    CACHES["default"]["OPTIONS"] = {"MAX_ENTRIES": 20_000}

Q_CLUSTER = {**Q_CLUSTER}
TASKS = {"default": {"BACKEND": "portal.jobs.tasks.QueueBackend"}}  # what Wagtail leaves for later
PORTAL_JOBS = [
    "portal.accounts.jobs.JOBS",
    "portal.roles.jobs.JOBS",
    "portal.audit.jobs.JOBS",
    "portal.privacy.jobs.JOBS",
    "portal.workflow.jobs.JOBS",
    "portal.notices.jobs.JOBS",
    "portal.attachments.jobs.JOBS",
    "cms_pages.jobs.JOBS",
    "search.jobs.JOBS",
    "api.jobs.JOBS",
]

# Search ---------------------------------------------------------------------------------------------------------
# How long the reports go back: counts of queries that five visitors have asked on a day, and nothing about them.

SEARCH_REPORT_DAYS = env.int("SEARCH_REPORT_DAYS", default=180)

# Without an address the portal's own database finds everything; see docs/search.md.

ELASTICSEARCH_URL = env.str("ELASTICSEARCH_URL", default="")
ELASTICSEARCH_API_KEY = env.str("ELASTICSEARCH_API_KEY", default="")
ELASTICSEARCH_CA_FILE = env.str("ELASTICSEARCH_CA_FILE", default="")
ELASTICSEARCH_PREFIX = env.str("ELASTICSEARCH_PREFIX", default="qingchuang")

# Files ----------------------------------------------------------------------------------------------------------
# Only renditions are public; originals and documents leave through Wagtail's views.

MEDIA_ROOT = DATA_DIR / "media"
MEDIA_URL = "/media/"
STATIC_ROOT = Path(env.str("STATIC_ROOT", default=str(DATA_DIR / "static")))
STATIC_URL = "/static/"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    "private": {
        "BACKEND": "portal.attachments.storage.PrivateFileStorage",
        "OPTIONS": {"location": DATA_DIR / "private"},
    },
}
FILE_UPLOAD_PERMISSIONS = 0o640
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
DATA_UPLOAD_MAX_NUMBER_FILES = 100
POLICY_IMPORT_MAX_BYTES = 5 * 1024 * 1024  # a regulation as txt or docx, with its seal

# Private files --------------------------------------------------------------------------------------------------
# Sizes of P33: 20 MB a file, 200 MB a case. Uploads are held in memory, where they are looked through: a full disk for
# temporary files cannot cut them off, and nothing of them is left behind.

ATTACHMENT_MAX_BYTES = 20 * 1024 * 1024
ATTACHMENT_QUOTA_BYTES = 200 * 1024 * 1024
ATTACHMENT_STORED_BYTES = 3 * ATTACHMENT_QUOTA_BYTES  # with history and what is removed but not deleted yet
ATTACHMENT_REMOVED_DAYS = 30
ATTACHMENT_PART_BYTES = 512 * 1024  # of a file that is sent in parts: what a cut line loses at most
ATTACHMENT_UPLOADS_A_PERSON = 10  # under way at the same time
ATTACHMENT_UPLOAD_HOURS = 24  # after the last part
ATTACHMENT_DISK_ALARM_PERCENT = 85  # F6
REQUEST_MAX_BYTES = ATTACHMENT_MAX_BYTES + 64 * 1024  # one file and its form
BODY_REFUSED = {"/api/": "api.problems.body_refused"}
FILE_UPLOAD_MAX_MEMORY_SIZE = REQUEST_MAX_BYTES
FILE_UPLOAD_HANDLERS = [
    "portal.attachments.body_limit.CountingUploadHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
ATTACHMENT_ACCEL_PREFIX = env.str("ATTACHMENT_ACCEL_PREFIX", default="")
CLAMD_ADDRESS = env.str("CLAMD_ADDRESS", default="")
PRIVATE_BUCKET = env.str("PRIVATE_BUCKET", default="")
if PRIVATE_BUCKET:
    STORAGES["private"] = {
        "BACKEND": "portal.attachments.s3.PrivateS3Storage",
        "OPTIONS": {
            "bucket_name": PRIVATE_BUCKET,
            "endpoint_url": env.str("PRIVATE_BUCKET_ENDPOINT", default="") or None,
            "region_name": env.str("PRIVATE_BUCKET_REGION", default="") or None,
            "access_key": env.str("PRIVATE_BUCKET_ACCESS_KEY", default="") or None,
            "secret_key": env.str("PRIVATE_BUCKET_SECRET_KEY", default="") or None,
        },
    }

# Trace and personal data ----------------------------------------------------------------------------------------
# The heads of the chain belong on another machine's disk (B11).

AUDIT_EXPORT_ROWS = 10_000
EXPORTS_AN_HOUR = 10  # of lists as files, by one person (W12)
AUDIT_HEADS_FILE = Path(env.str("AUDIT_HEADS_FILE", default=str(DATA_DIR / "audit" / "heads.jsonl")))

# "id:base64 of 32 bytes", the current key first (D7); production refuses to start without one.
FIELD_KEYS: list[str] = env.list("FIELD_KEYS", default=[])
REVEALS_WARN_A_DAY, REVEALS_A_DAY = 20, 50  # D8
REVEAL_SECONDS = 60

# Language and time ----------------------------------------------------------------------------------------------

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
WAGTAIL_CONTENT_LANGUAGES = [("zh-hans", "简体中文")]
LOCALE_PATHS = [BASE_DIR / "portal" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"
CLOCK_MAY_BE_SET = False  # by tests only: when things are due, the database's clock says

# Sign-in --------------------------------------------------------------------------------------------------------
# allauth serves everybody, see portal.settings.accounts; Wagtail's own forms are closed in portal.urls and below.

AUTHENTICATION_BACKENDS = [
    "rules.permissions.ObjectPermissionBackend",
    "portal.roles.backends.GrantedBackend",
]
# Rights come from grants of roles (portal/roles); somebody who may do everything exists in development only (B8).
SUPERUSERS_ALLOWED = True
LONGEST_GRANT_DAYS = 3 * 365

# Wagtail --------------------------------------------------------------------------------------------------------

WAGTAIL_SITE_NAME = "青创通"
WAGTAIL_USER_TIME_ZONES = [TIME_ZONE]  # one clock for everybody (X14)
WAGTAILADMIN_BASE_URL = SITE_URL
WAGTAILADMIN_LOGIN_URL = "account_login"
WAGTAIL_FRONTEND_LOGIN_URL = "/accounts/login/"
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT = True
WAGTAIL_USER_TIME_ZONES = [TIME_ZONE]  # dates of a city are its own, whoever reads them
WAGTAILADMIN_PERMITTED_LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
WAGTAIL_FINISH_WORKFLOW_ACTION = "cms_pages.approval.publish_approved"
WAGTAILIMAGES_IMAGE_MODEL = "cms_pages.PortalImage"
WAGTAILIMAGES_IMAGE_FORM_BASE = "cms_pages.uploads.PortalImageForm"
WAGTAILIMAGES_EXTENSIONS = ["jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 25_000_000
WAGTAILDOCS_DOCUMENT_MODEL = "cms_pages.PortalDocument"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "cms_pages.uploads.PortalDocumentForm"
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILDOCS_EXTENSIONS = ["pdf", "docx", "xlsx", "csv", "txt"]
WAGTAILDOCS_MAX_UPLOAD_SIZE = 20 * 1024 * 1024
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "search.wagtail_backend"}}
WAGTAILAPI_LIMIT_MAX = 100
WAGTAILAPI_DOCS_ENABLED = False
WAGTAILAPI_BASE_URL = SITE_URL
WAGTAILAPI_RICH_TEXT_FORMAT = "html"

# Mail -----------------------------------------------------------------------------------------------------------

OUTBOX_DIR = DATA_DIR / "outbox"  # what would have gone out, on a machine without gateways: sms/, mail/
OUTBOX_SHOWN = False
EMAIL = env.dj_email_url("EMAIL_URL", default="console://")
EMAIL_BACKEND = EMAIL["EMAIL_BACKEND"]
EMAIL_HOST = EMAIL["EMAIL_HOST"]
EMAIL_PORT = EMAIL["EMAIL_PORT"]
EMAIL_HOST_USER = EMAIL["EMAIL_HOST_USER"]
EMAIL_HOST_PASSWORD = EMAIL["EMAIL_HOST_PASSWORD"]
EMAIL_USE_TLS = EMAIL["EMAIL_USE_TLS"]
EMAIL_TIMEOUT = 10  # seconds; a person waits for the page
EMAIL_USE_SSL = EMAIL["EMAIL_USE_SSL"]
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="青创通 <noreply@hailan.example>")
_managers: list[str] = env.list("MANAGERS", default=[])
MANAGERS = [("", address) for address in _managers]

# Notices --------------------------------------------------------------------------------------------------------
# What cannot leave is tried again after 1, 5, 15, 60 minutes, then hourly for a day (N4); nights are quiet.

NOTICE_RETRY_MINUTES = (1, 5, 15, 60)
NOTICE_GIVE_UP_HOURS = 24
NOTICE_NIGHT_HOURS = (21, 8)
NOTICE_GATHER_MINUTES = 5
NOTICE_KEPT_DAYS = 90  # D9

# API ------------------------------------------------------------------------------------------------------------

REST_FRAMEWORK = {
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["api.parsing.TextParser"],
    "DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework.authentication.SessionAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticatedOrReadOnly"],
    "DEFAULT_SCHEMA_CLASS": "api.schema.PortalAutoSchema",
    "EXCEPTION_HANDLER": "api.errors.problem_response",
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
    "DEFAULT_THROTTLE_RATES": {
        "reads": "600/min",
        "writes": "60/min",
        "parts": "600/min",
    },  # a person, counted in the shared cache (W12)
}
API_TOKEN_LONGEST_DAYS = 365
API_TOKENS_PER_PERSON = 20
API_ANSWERS_KEPT_HOURS = 24  # I2
SPECTACULAR_SETTINGS = import_module("api.conf").SPECTACULAR_SETTINGS
# Where a headless client shows drafts, e.g. https://client.hailan.example/preview; empty: the API answers itself.
HEADLESS_PREVIEW_URL = env.str("HEADLESS_PREVIEW_URL", default="")
HEADLESS_PREVIEW_SECONDS = 600

# Security -------------------------------------------------------------------------------------------------------

X_FRAME_OPTIONS = "SAMEORIGIN"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
CSRF_FAILURE_VIEW = "django.views.csrf.csrf_failure"

# Logs -----------------------------------------------------------------------------------------------------------

LOG_LEVEL = env.str("LOG_LEVEL", default="INFO")
LOGGING_CONFIG = "portal.logs.configure"
LOGGING = {"level": LOG_LEVEL, "json": env.bool("LOG_JSON", default=False)}

# Content rules --------------------------------------------------------------------------------------------------

# How many days a column may be silent before the editors' board turns red (national inspection of sites, X5).
FRESHNESS_DAYS = {"news": 14, "notices": 183, "policies": 183, "cases": 183}
# Editors are told of a policy's end so many days ahead (P5).
POLICY_EXPIRY_NOTICE_DAYS = 60
# Changes to portal.files.limits.FileLimits by name.
FILE_LIMITS: dict[str, int] = {}

# Plugins --------------------------------------------------------------------------------------------------------

# A plugin that raises so often within so many seconds is switched off for the site, and staff are told.
PLUGIN_MAX_FAILURES = 5
PLUGIN_FAILURE_WINDOW = 3600
