"""Finding a document's title among the lines above its text, and the title of what it issues."""

import re

from cms_pages.policy_import.tree import Line
from cms_pages.policy_import.typography import close_up
from cms_pages.policy_import.web_furniture import is_web_furniture

LONGEST = 150
_KINDS = (
    "办法|规定|细则|条例|意见|通知|方案|规则|章程|指引|标准|公告|通告|决定|措施|规范|守则|制度|计划|规划|纲要|指南|批复|函|目录|"
    "通报|要点|准则|程序|规程|清单|政策"
)
_TAIL = r"(?:（[^（）]{1,20}）|\([^()]{1,20}\))?"
_TITLE = re.compile(rf"《[^。；！？《》]{{2,}}》|[^。；！？]{{2,}}?(?:{_KINDS}){_TAIL}")
_ISSUES = re.compile(
    r"(?:印发|发布|公布|颁布|颁发)《(?P<inner>.+)》(?:（[^（）]{1,20}）)?的(?:通知|公告|通告|决定)"
)
_QUALIFIER = re.compile(
    r"（(?:试行|暂行|修订|修正|(?:19|20)[0-9]{2}\s?年?(?:版|修订版?|修正版?|修订本|修正本))）"
)
_MOST_LINES = 3


def find_title(lines: list[Line]) -> tuple[str, int, int] | None:
    """The title, the place of its first line and how many lines it takes up; None without one.

    The first “关于……的通知” wins over the title of a plain regulation; one that is broken over up to three lines
    is put together, and a （试行） below it belongs to it. Lines of the surrounding web page are never the title.
    """
    found = _unqualified(lines)
    if found is None:
        return None
    title, place, count = found
    below = lines[place + count].text if place + count < len(lines) else ""
    return (title + below, place, count + 1) if _QUALIFIER.fullmatch(below) else found


def _unqualified(lines: list[Line]) -> tuple[str, int, int] | None:
    candidates = [
        (title, place, count)
        for count in range(1, _MOST_LINES + 1)
        for place in range(len(lines) - count + 1)
        if (title := _joined(lines[place : place + count])) and is_title(title)
    ]
    about = (candidate for candidate in candidates if "关于" in lines[candidate[1]].text)
    plain = (candidate for candidate in candidates if candidate[2] == 1)
    return next(about, None) or next(plain, None)


def is_title(text: str) -> bool:
    """Whether a line by itself can be the title of a regulation."""
    return len(text) <= LONGEST and _is_balanced(text) and "：" not in text and bool(_TITLE.fullmatch(text))


def issued_title(title: str) -> str:
    """The 甲 of 关于印发《甲》的通知; empty when the document issues nothing but itself."""
    match = _ISSUES.search(title)
    return match["inner"] if match else ""


def same_title(first: str, second: str) -> bool:
    """Whether two titles agree but for spaces and the 《》 around them."""
    return _bare(first) == _bare(second)


def _joined(lines: list[Line]) -> str:
    """The lines as one; letters set wide are closed up, a single space between two bodies stays."""
    if any(is_web_furniture(line.text) for line in lines):
        return ""
    text = "".join(line.text for line in lines)
    return close_up(text) if text.count(" ") > len(text) // 3 else text


def _is_balanced(text: str) -> bool:
    return text.count("《") == text.count("》") and text.count("（") == text.count("）")


def _bare(title: str) -> str:
    return re.sub(r"\s", "", title).removeprefix("《").removesuffix("》")
