"""What a provider says of a person, reduced to what the portal keeps (D3)."""

import unicodedata
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from portal import masking
from portal.identity import numbers
from portal.identity.choices import Assurance, DocumentKind
from portal.identity.conf import IdentityProvider

LONGEST_NAME = 50


@dataclass(frozen=True)
class Statement:
    """A real name with a masked number and its digest. `level` is NONE where the provider does not vouch for it.

    It travels through the session between the provider's answer and the person's own yes, so it holds no full number.
    """

    real_name: str = ""
    id_number: str = ""
    number_digest: str = ""
    level: int = Assurance.NONE

    @classmethod
    def of(cls, claims: Mapping[str, Any], provider: IdentityProvider) -> "Statement":
        """Read the claims; whatever is missing, malformed or not vouched for leaves an empty statement."""
        name = _text(claims.get(provider.name_claim))
        number = numbers.normalised(_text(claims.get(provider.number_claim)))
        if not (name and len(name) <= LONGEST_NAME and numbers.is_id_number(number)):
            return cls()
        if provider.level_claim and _text(claims.get(provider.level_claim)) not in provider.level_values:
            return cls()
        return cls(
            name, masking.id_number(number), numbers.digest(DocumentKind.ID_CARD, number), Assurance.PROVIDER
        )

    @classmethod
    def from_data(cls, data: Any) -> "Statement":
        """The statement that `data` gave; an empty one for anything else."""
        try:
            return cls(**data)
        except TypeError:
            return cls()

    @property
    def data(self) -> dict[str, Any]:
        return asdict(self)

    @property
    def is_verified(self) -> bool:
        return self.level > Assurance.NONE


def _text(value: Any) -> str:
    """The value as a line of text, empty when it is none or carries control characters."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        return ""
    text = str(value).strip()
    return "" if any(unicodedata.category(char).startswith("C") for char in text) else text
