"""The only way out to a provider: bounded in time and size, to nowhere else, with nothing but the listed fields."""

from time import monotonic
from typing import Any

import requests
from django.conf import settings
from django.http import HttpRequest
from urllib3.exceptions import HTTPError

AUTHORIZATION_FIELDS = frozenset(
    {
        "client_id",
        "redirect_uri",
        "scope",
        "response_type",
        "state",
        "nonce",
        "code_challenge",
        "code_challenge_method",
    }
)
TOKEN_FIELDS = frozenset(
    {"grant_type", "code", "redirect_uri", "client_id", "client_secret", "code_verifier"}
)
"""What a provider is told, through the browser and behind it (D12). Neither names the person."""

LONGEST_ANSWER = 256 * 1024
CHUNK = 16 * 1024


class ProviderDown(requests.RequestException):
    """The provider did not answer in time, or with a failure of its own."""


def session_for(request: HttpRequest | None) -> "ProviderSession":
    """A session that ends when the request has waited for its provider as long as it may, over all sessions."""
    until = monotonic() + settings.IDENTITY_TIMEOUT
    if request is not None:
        until = request.__dict__.setdefault("_waits_for_provider_until", until)
    return ProviderSession(until)


class ProviderSession(requests.Session):
    """A session with one provider, until a moment of the monotonic clock.

    Environment variables and .netrc are not asked, redirects are not followed. Raises ProviderDown for refused and
    broken connections, an answer that is late, too long, or tells of a failure on the other side.
    """

    def __init__(self, until: float) -> None:
        super().__init__()
        self.trust_env = False
        self.verify = settings.IDENTITY_CA_FILE or True
        self.until = until

    def request(self, *args: Any, **kwargs: Any) -> requests.Response:
        limits = {"timeout": self._left(), "allow_redirects": False, "stream": True}
        try:
            response = super().request(*args, **{**kwargs, **limits})
            response._content = self._read(response)
        except (OSError, HTTPError) as error:  # requests' own errors are of the first kind
            raise ProviderDown(type(error).__name__) from error
        if response.status_code >= 500 or response.is_redirect:
            raise ProviderDown(f"HTTP {response.status_code}")
        return response

    def _read(self, response: requests.Response) -> bytes:
        """The body, piece by piece, so that a provider that trickles is left when the time is over."""
        body = b""
        with response:
            while piece := response.raw.read1(CHUNK, decode_content=True):
                body += piece
                if len(body) > LONGEST_ANSWER:
                    raise ProviderDown("The answer is too long.")
                self._left()
        return body

    def _left(self) -> float:
        left = self.until - monotonic()
        if left <= 0:
            raise ProviderDown("The time is over.")
        return left
