"""How often one address may ask while somebody types."""

import time

from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from portal.audit.origin import address_of

PER_MINUTE = 300
MINUTE = 60


def too_often(request: HttpRequest) -> int:
    """Count this request; 0, or the seconds to wait where its address has asked too often this minute."""
    minute, second = divmod(int(time.time()), MINUTE)
    caller = salted_hmac("search.throttle", address_of(request)).hexdigest()[:24]
    key = f"search:asked:{minute}:{caller}"
    if cache.add(key, 1, 2 * MINUTE):
        return 0
    try:
        asked = cache.incr(key)
    except ValueError:
        return 0
    return MINUTE - second if asked > PER_MINUTE else 0
