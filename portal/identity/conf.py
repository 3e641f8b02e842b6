"""The identity providers that people may come from, as the environment describes them. Imports no models.

A provider is there when its issuer is set, and nowhere to be seen when it is not. Everything that differs between the
test and the real system of an authority is a variable; docs/identity.md explains them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _
from environs import Env

LABELS: Mapping[str, Any] = MappingProxyType({"rsj": _("市人社个人账号"), "sdzw": _("山东政务服务网")})
"""Every provider by its permanent slug, which stands in the database beside the person's number there."""


@dataclass(frozen=True)
class IdentityProvider:
    """One provider.

    `issuer` is its address as it stands in its tokens. The claims are the names under which it tells a person's real
    name, ID number, level of assurance and mobile number. Where `level_claim` is empty the provider vouches for
    everybody's name; otherwise only values among `level_values` count.
    """

    slug: str
    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    scopes: tuple[str, ...] = ("openid", "profile")
    name_claim: str = "name"
    number_claim: str = "id_number"
    level_claim: str = ""
    level_values: frozenset[str] = frozenset()
    phone_claim: str = "phone_number"

    @property
    def label(self) -> Any:
        return LABELS[self.slug]

    @property
    def is_encrypted(self) -> bool:
        """Whether what is said on the way to it stays between the two."""
        return urlsplit(self.issuer).scheme == "https"


def from_environment(env: Env) -> Mapping[str, IdentityProvider]:
    """The providers that the environment sets up, by slug. Raises ImproperlyConfigured for one that is half set up."""
    found = {slug: _provider(env, slug) for slug in LABELS if env.str(f"{slug.upper()}_ISSUER", default="")}
    return MappingProxyType(found)


def _provider(env: Env, slug: str) -> IdentityProvider:
    prefix = slug.upper()

    def read(name: str, default: str = "") -> str:
        return env.str(f"{prefix}_{name}", default=default).strip()

    scopes = tuple(read("SCOPES", "openid profile").split())
    level_claim, level_values = read("LEVEL_CLAIM"), frozenset(read("LEVEL_VALUES").replace(",", " ").split())
    if not (read("CLIENT_ID") and read("CLIENT_SECRET")):
        raise ImproperlyConfigured(
            f"{prefix}_ISSUER needs {prefix}_CLIENT_ID and {prefix}_CLIENT_SECRET beside it."
        )
    if "openid" not in scopes:
        raise ImproperlyConfigured(f"{prefix}_SCOPES must contain openid.")
    if bool(level_claim) != bool(level_values):
        raise ImproperlyConfigured(f"{prefix}_LEVEL_CLAIM and {prefix}_LEVEL_VALUES go together.")
    return IdentityProvider(
        slug=slug,
        issuer=read("ISSUER").rstrip("/"),
        client_id=read("CLIENT_ID"),
        client_secret=read("CLIENT_SECRET"),
        scopes=scopes,
        name_claim=read("NAME_CLAIM", "name"),
        number_claim=read("NUMBER_CLAIM", "id_number"),
        level_claim=level_claim,
        level_values=level_values,
        phone_claim=read("PHONE_CLAIM", "phone_number"),
    )
