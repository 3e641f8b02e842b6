"""Days and document numbers in the content files, filled in on the day of seeding.

{year} and {issued_cn} of the text's own date, {expires_cn} of its end, {day:N} the day N days after seeding as
2026年11月20日, {md:N} the same as 11月20日, {number:KEY} the document number of a policy.
"""

import re
from datetime import date

from plugins.demo.seeding.content import chinese_date, days_ago, read

PLACEHOLDER = re.compile(r"\{(year|issued_cn|expires_cn|day|md|number)(?::(-?[a-z0-9-]+))?\}")


def fill(text: str, own_date: date, expires: date | None = None) -> str:
    """The text with every placeholder replaced; raises KeyError for the number of an unknown policy."""

    def replacement(found: re.Match[str]) -> str:
        name, argument = found.group(1), found.group(2)
        match name:
            case "year":
                return str(own_date.year)
            case "issued_cn":
                return chinese_date(own_date)
            case "expires_cn":
                return chinese_date(expires or own_date)
            case "day":
                return chinese_date(days_ago(-int(argument)))
            case "md":
                day = days_ago(-int(argument))
                return f"{day.month}月{day.day}日"
        return document_number(argument)

    return PLACEHOLDER.sub(replacement, text)


def document_number(key: str) -> str:
    """The number of a demo policy, with its year of issue."""
    row = {row["key"]: row for row in read("policies")["policies"]}[key]
    return fill(row["document_number"], days_ago(row["issued_days_ago"]))
