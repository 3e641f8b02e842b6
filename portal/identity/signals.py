"""What happens to people's identities, for whoever keeps a trace of it.

Each is sent inside the transaction that makes the change, with the keyword arguments named here.
"""

from django.dispatch import Signal

# A provider became a way into a person's account. Arguments: request, user, provider (slug), new (account was opened).
provider_linked = Signal()

# A provider is no longer a way in. Arguments: request, user, provider (slug).
provider_unlinked = Signal()

# A person's real name was verified or corrected. Arguments: request, user, identity, previous (or None), by (staff who
# did it at the counter, else None), reason.
identity_verified = Signal()

# A provider's word about a person did not fit and nothing was changed. Arguments: request, user (or None), provider,
# reason (a value of portal.identity.refusals.Refusal).
identity_refused = Signal()
