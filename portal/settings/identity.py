"""Settings of the identity providers and of what the portal asks of them; docs/identity.md explains the variables."""

from environs import Env

from portal.identity.conf import from_environment

env = Env()

IDENTITY_PROVIDERS = from_environment(env)
# How long a provider may take in all for what one page needs of it, in seconds (F10).
IDENTITY_TIMEOUT = min(env.float("IDENTITY_TIMEOUT", default=5.0), 5.0)
# After a failure the buttons say so for a while, and nobody waits for the provider again.
IDENTITY_PAUSE_SECONDS = 30
IDENTITY_CA_FILE = env.str("IDENTITY_CA_FILE", default="")
IDENTITY_ALGORITHMS = ("RS256", "PS256", "ES256", "EdDSA")

SOCIALACCOUNT_ADAPTER = "portal.identity.adapter.SocialAccountAdapter"
SOCIALACCOUNT_FORMS = {"signup": "portal.identity.forms.FirstSignInForm"}
SOCIALACCOUNT_AUTO_SIGNUP = False  # the first time people see what is taken over, and may link instead
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False  # a person is provider and number there, never an address (V10)
SOCIALACCOUNT_EMAIL_VERIFICATION = "none"  # no address is taken over
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_LOGIN_ON_GET = False
