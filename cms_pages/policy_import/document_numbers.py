"""发文字号 (P4): the number under which an office issues a document, X〔2024〕88号."""

import re

_ISSUER = r"[\u4e00-\u9fff]{2,20}"
DOCUMENT_NUMBER_PATTERN = (
    rf"{_ISSUER}\s?[〔\[［(（【]\s?(?:19|20)[0-9]{{2}}\s?[〕\]］)）】]\s?第?\s?[0-9]{{1,5}}\s?号"
)
_PARTS = re.compile(rf"({_ISSUER}).*?((?:19|20)[0-9]{{2}})\D+([0-9]{{1,5}})\s?号")


def normalise(text: str) -> str | None:
    """``text`` as X〔2024〕88号, whatever brackets, spaces, 第 or leading zeros it came with.

    None when it is not a document number.
    """
    if not re.fullmatch(DOCUMENT_NUMBER_PATTERN, text.strip()):
        return None
    match = _PARTS.fullmatch(text.strip())
    if match is None or int(match[3]) == 0:
        return None
    return f"{match[1]}〔{match[2]}〕{int(match[3])}号"
