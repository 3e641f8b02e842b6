"""Which queries may be kept at all."""

import unicodedata

from search.models.demand import LONGEST_QUERY

MOST_DIGITS = 6
"""More of them may be a number of somebody's: phone, identity card, bank card. A document's number has fewer."""

CHINESE_DIGITS = frozenset("〇零一二三四五六七八九幺壹贰叁肆伍陆柒捌玖")


def may_be_kept(folded: str) -> bool:
    """Whether a folded query says nothing that belongs to one person, as far as its characters tell.

    Coarser than the portal's detectors of personal data: what they find is refused here too, however it is spelled.
    """
    digits = sum(unicodedata.category(character) in ("Nd", "Nl", "No") for character in folded)
    numerals = sum(character in CHINESE_DIGITS for character in folded)
    return 0 < len(folded) <= LONGEST_QUERY and digits + numerals <= MOST_DIGITS and "@" not in folded
