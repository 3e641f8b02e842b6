"""People spoken of by their family name alone: 王老师, 姓王的导师."""

import re

from search.understanding.lexicon import Lexicon

BY_FAMILY_NAME = re.compile(
    "(?P<before>.{0,4}?)(?:姓(?P<name>..??)(?:的?(?:老师|导师|专家|人)|$)"
    "|(?P<family>..??)(?:老师|导师|教授|律师|先生|女士)(?!资格|管理|办法|条件))"
)


def addressed(chunk: str, lexicon: Lexicon) -> str:
    """The folded text with whoever is meant by a family name called as the index calls them."""
    found = BY_FAMILY_NAME.match(chunk)
    if not found or (found["before"] and not lexicon.is_stop(found["before"])):
        return chunk
    called = f"{found['name'] or found['family']}老师"
    return found["before"] + called + chunk[found.end() :] if lexicon.is_address(called) else chunk
