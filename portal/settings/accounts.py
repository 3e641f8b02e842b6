"""Accounts and sessions: who may sign in, how, for how long. Numbers cite the clause they come from.

portal.settings.base takes everything over; docs/settings.md explains the variables, docs/security.md the promises.
"""

from typing import Any

from environs import Env

env = Env()

MINUTE, HOUR, DAY = 60, 3600, 24 * 3600

# Signing up and in (A1) -----------------------------------------------------------------------------------------
# By phone or e-mail for everybody, by user name for staff; a code by SMS or e-mail is the second way.

LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/accounts/after-login/"
ACCOUNT_ADAPTER = "portal.accounts.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "portal.accounts.forms.LoginForm",
    "signup": "portal.accounts.forms.SignupForm",
    "request_login_code": "portal.accounts.forms.RequestCodeForm",
    "confirm_login_code": "portal.accounts.forms.ConfirmCodeForm",
    "confirm_email_verification_code": "portal.accounts.forms.ConfirmEmailForm",
    "verify_phone": "portal.accounts.forms.ConfirmPhoneForm",
    "change_phone": "portal.accounts.forms.ChangePhoneForm",
    "add_email": "portal.accounts.forms.ChangeEmailForm",
    "reset_password": "portal.accounts.forms.ResetPasswordForm",
    "reset_password_from_key": "portal.accounts.forms.NewPasswordForm",
    "change_password": "portal.accounts.forms.ChangePasswordForm",
    "set_password": "portal.accounts.forms.SetPasswordForm",
    "reauthenticate": "portal.accounts.forms.ReauthenticateForm",
}
ACCOUNT_LOGIN_METHODS = {"username", "email", "phone"}
# SignupForm asks for either; allauth insists on the star where addresses must be confirmed.
ACCOUNT_SIGNUP_FIELDS = ["phone", "email*", "password1*"]
ACCOUNT_OPEN_SIGNUP = env.bool("ACCOUNT_OPEN_SIGNUP", default=True)
ACCOUNT_SIGNUP_REDIRECT_URL = "/accounts/"
ACCOUNT_AUTHENTICATED_LOGIN_REDIRECTS = False
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = "【青创通】"
ACCOUNT_EMAIL_NOTIFICATIONS = True  # the owner learns of every change that matters
ACCOUNT_PREVENT_ENUMERATION = True  # B6
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
# Codes: six digits, five minutes (V6: at most ten), three tries, sent again twice.
ALLAUTH_USER_CODE_FORMAT = {"numeric": True, "length": 6, "dashed": False}
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 5 * MINUTE
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = 10 * MINUTE
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_PHONE_VERIFICATION_TIMEOUT = 5 * MINUTE
ACCOUNT_PHONE_VERIFICATION_SUPPORTS_RESEND = True
PASSWORD_RESET_TIMEOUT = HOUR  # V6
# A code a minute and ten a day to one number or address (W12). Wrong passwords are counted in portal.accounts.locks.
ACCOUNT_RATE_LIMITS = {
    "request_login_code": "20/m/ip,1/60s/key,10/d/key",
    "verify_phone": "20/m/ip,1/60s/key,10/d/key",
    "confirm_email": "1/60s/key,10/d/key",
    "reset_password": "20/m/ip,1/60s/key,10/d/key",
    "change_phone": "5/m/user",
    "page_password": "10/m/ip,100/d/ip",  # guesses at the password of a page; those of one address lock out no other
    "identity": "60/m/ip",  # ways begun to a provider: each asks it once
    "change_password": "5/m/user,20/h/user",
}
UNFINISHED_SIGNUP_HOURS = 24  # an account whose phone or address was never confirmed goes after so long
SMS_HTTP_URL = env.str("SMS_HTTP_URL", default="")
SMS_HTTP_TOKEN = env.str("SMS_HTTP_TOKEN", default="")
SMS_GATEWAY = env.str("SMS_GATEWAY", default="portal.accounts.sms.FileGateway")

# Passwords (B1) -------------------------------------------------------------------------------------------------
# Staff as GB/T 22239 wants it, the public as ASVS does: length instead of mixtures, and no change by the calendar.

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},  # 20,000 of them
    {"NAME": "portal.accounts.passwords.RulesOfRole"},
]
PASSWORD_RULES: dict[str, dict[str, Any]] = {
    "public": {"shortest": 8, "advised": 15, "classes": 1, "remembered": 0, "days": None},
    "staff": {"shortest": 12, "advised": 15, "classes": 3, "remembered": 5, "days": 90},
}
LONGEST_PASSWORD = 128  # refused before it is hashed
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True  # B4

# Wrong passwords (B2) -------------------------------------------------------------------------------------------
# So many failures within so long close the way for the pair of account and address, for one known device, and for
# all unknown devices together. A known device stays open to its owner whatever others do.

LOCK_PAIR = (5, 15 * MINUTE)
LOCK_ACCOUNT = (20, HOUR)
KNOWN_DEVICE_DAYS = 180
KNOWN_DEVICE_COOKIE = "qc_device"

# Second factor (B3) ---------------------------------------------------------------------------------------------

STAFF_SECOND_FACTOR = env.bool("STAFF_SECOND_FACTOR", default=True)
MFA_ADAPTER = "portal.accounts.second_factor.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_FORMS = {
    "authenticate": "portal.accounts.second_factor.forms.AuthenticateForm",
    "reauthenticate": "portal.accounts.second_factor.forms.ReauthenticateForm",
    "activate_totp": "portal.accounts.second_factor.forms.ActivateForm",
    "add_webauthn": "portal.accounts.second_factor.forms.AddKeyForm",
    "edit_webauthn": "portal.accounts.second_factor.forms.EditKeyForm",
}
MFA_TOTP_ISSUER = "青创通"
MFA_TOTP_TOLERANCE = 1  # one step of 30 s to either side: clocks of phones
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_ALLOW_UNVERIFIED_EMAIL = True  # no account opens before its own address or phone is confirmed
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 5 * MINUTE

# Sessions (B4, B5, B13) -----------------------------------------------------------------------------------------

SESSION_ENGINE = "portal.accounts.sessions.store"
SESSION_LIMITS = {
    "staff": {"idle": 15 * MINUTE, "absolute": 8 * HOUR, "most": 3},
    "public": {"idle": 30 * MINUTE, "absolute": 12 * HOUR, "most": 5},
}
SESSION_WARNING = 2 * MINUTE  # before a session ends by idleness (X13)
SESSION_SEEN_EVERY = MINUTE  # so often is written down that a session was used
KEPT_FORM_SECONDS = HOUR  # how long what was typed waits for its owner to sign in again (X13)
SESSION_COOKIE_AGE = 12 * HOUR
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
ACCOUNT_SESSION_REMEMBER = False  # the limits above decide, not a tick

# Staff who never come (B7) --------------------------------------------------------------------------------------

UNUSED_WARN_DAYS = 60
UNUSED_CLOSE_DAYS = 90
