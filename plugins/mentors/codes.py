"""Card codes: how they look, and how people mistype them."""

import secrets
import unicodedata

# Without characters that are mistaken for one another when read aloud or typed from paper (0 O, 1 I L, U V).
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 6

# Of a pair that is easily confused only one is used; whoever types the other can mean nothing else.
LOOKALIKES = str.maketrans({"U": "V"})


def random_code() -> str:
    """One of 729 million codes: too many to be walked through."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def canonical(typed: str) -> str | None:
    """The code that somebody meant, from lower-case, full-width, spaced or mistaken characters; None if none."""
    plain = unicodedata.normalize("NFKC", typed).upper().translate(LOOKALIKES)
    code = "".join(char for char in plain if char not in " -_.")
    return code if len(code) == LENGTH and set(code) <= set(ALPHABET) else None
