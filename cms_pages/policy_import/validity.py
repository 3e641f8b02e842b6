"""From when and until when a document says that it applies, what it repeals, and which documents it cites (P5)."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from cms_pages.policy_import.dates import DATE_PATTERN, find_date, last_day
from cms_pages.policy_import.document_numbers import DOCUMENT_NUMBER_PATTERN, normalise
from cms_pages.policy_import.findings import Findings
from cms_pages.policy_import.tree import Head, NamedDocument, Term
from portal.numerals import NUMERAL_CHARACTERS, to_int

_COUNT = rf"(?:[0-9]{{1,2}}|[{NUMERAL_CHARACTERS}]{{1,3}})"
_SELF = re.compile(
    r"本(?:办法|规定|细则|通知|意见|方案|条例|规则|措施|制度|规范|指引|章程|公告|通告|政策|文件|标准|计划|决定)"
)
_START = re.compile(
    rf"自(?:(?P<event>印发|发布|公布|发文|下发|颁布)(?:之日)?|(?P<day>{DATE_PATTERN}))\s?起?"
    rf"(?:满?(?P<delay>{_COUNT})(?P<working>个工作)?日后)?"
    rf"(?:至(?P<until>{DATE_PATTERN})止?)?[^，；。]{{0,6}}?(?:施行|实施|执行|生效|试行|有效)"
)
_LENGTH = re.compile(
    rf"(?:有效期|试行期|施行期|执行期|试行)限?(?:暂定)?为?(?P<count>{_COUNT})(?P<unit>年|个月)"
)
_UNTIL = re.compile(rf"(?:有效期|试行期|施行期|执行期)限?(?:截止|截至)?[至到](?P<until>{DATE_PATTERN})")
_REPEAL = re.compile(r"(?:废止|停止执行|停止使用|不再执行)(?![前后的时])")
_BETWEEN_DOCUMENTS = re.compile(r"(?:（[^（）]*）)?(?:[、，；和及与以原]|以及)*")
_BEFORE_VERB = re.compile(
    rf"(?:（[^（）]*）)?等?(?:{_COUNT}[个份件项]?文件)?(?:自[^，。《]{{0,12}}起)?(?:[均也即将应]|同时|一并|即行|予以|相应|自行)*"
)
_NUMBER_AFTER = re.compile(rf"（({DOCUMENT_NUMBER_PATTERN})")


@dataclass(frozen=True, slots=True)
class _Statement:
    """A sentence that says from when the document applies, with the sentences after it in the same paragraph."""

    line: int
    start: re.Match[str]
    context: str
    names_itself: bool


def read_term(passages: Iterable[tuple[int, str]], head: Head, findings: Findings) -> Term:
    """The term that the text states, with warnings where it states none or contradicts itself."""
    statements = [statement for line, text in passages for statement in _statements(line, text)]
    statements = [statement for statement in statements if statement.names_itself] or statements
    if not statements and head.effective_on:
        return Term(head.effective_on)
    if not statements:
        findings.warn(_("没有找到施行日期（“自……起施行”），请在编辑页填写。"))
        return Term()
    if len(statements) > 1:
        findings.warn(_("有多处写到施行日期，采用最后一处，请核对。"), statements[-1].line)
    term = _term(statements[-1], head, findings)
    if head.effective_on and term.effective_on and term.effective_on != head.effective_on:
        findings.warn(
            _("题注写的施行日期 %(promulgated)s 与正文的 %(stated)s 不一致，采用正文的。")
            % {"promulgated": head.effective_on.isoformat(), "stated": term.effective_on.isoformat()},
            statements[-1].line,
        )
    return term


def named_documents(text: str) -> list[NamedDocument]:
    """Every 《…》 in the text, outermost brackets only, with the number in the （…） behind it."""
    found = []
    for start, end in _title_spans(text):
        number = _NUMBER_AFTER.match(text, end)
        title = text[start + 1 : end - 1].strip()
        if title:
            found.append(NamedDocument(title, (normalise(number[1]) or "") if number else ""))
    return found


def read_repeals(
    passages: Iterable[tuple[int, str]], own_titles: set[str], findings: Findings
) -> list[NamedDocument]:
    """The documents that the text puts out of force as a whole, in their order, each once.

    A sentence about a repeal that is not of the form “《甲》、《乙》同时废止” is left to the editor, with a warning.
    """
    found: dict[NamedDocument, None] = {}
    for line, text in passages:
        for sentence in re.split(r"[。！]", text):
            for verb in _REPEAL.finditer(sentence):
                repealed = [
                    d for d in _repealed_before(sentence[: verb.start()]) if d.title not in own_titles
                ]
                if not repealed:
                    findings.warn(_("写到废止，但没有认出被废止的整份文件，请在编辑页核对。"), line)
                found.update(dict.fromkeys(repealed))
    return list(found)


def read_citations(
    passages: Iterable[tuple[int, str]], own_titles: set[str], repeals: Iterable[NamedDocument]
) -> list[NamedDocument]:
    """The other documents that the text names, each once, without those it repeals."""
    repealed = set(repeals)
    named = (document for _line, text in passages for document in named_documents(text))
    return list(dict.fromkeys(d for d in named if d not in repealed and d.title not in own_titles))


def _statements(line: int, text: str) -> Iterator[_Statement]:
    sentences = re.split(r"(?<=[。！])", text)
    for place, sentence in enumerate(sentences):
        start = _START.search(sentence)
        if start:
            yield _Statement(line, start, "".join(sentences[place:]), bool(_SELF.search(sentence)))


def _term(statement: _Statement, head: Head, findings: Findings) -> Term:
    effective = _effective_on(statement, head, findings)
    until = _UNTIL.search(statement.context)
    stated = statement.start["until"] or (until["until"] if until else "")
    expires = find_date(stated)
    if stated and expires is None:
        findings.warn(_("有效期写的日期不存在：%(date)s。") % {"date": stated}, statement.line)
    years, computed = _length(statement, effective)
    if years is None and computed is None and expires is None:
        findings.note(_("正文没有写有效期，按长期有效处理。"), statement.line)
    if expires and computed and expires != computed:
        findings.warn(
            _("写明的截止日期 %(stated)s 与按有效期算出的 %(computed)s 不一致，采用写明的日期。")
            % {"stated": expires.isoformat(), "computed": computed.isoformat()},
            statement.line,
        )
        years = None
    return Term(effective, years, expires or computed)


def _effective_on(statement: _Statement, head: Head, findings: Findings) -> date | None:
    start = statement.start
    if start["day"]:
        day = find_date(start["day"])
    elif start["event"] in {"发布", "公布", "颁布"}:
        day = head.published_on or head.issued_on
    else:
        day = head.issued_on
    if day is None:
        findings.warn(_("施行日期算不出来：缺少成文日期，或日期不存在。"), statement.line)
        return None
    if start["working"]:
        findings.warn(_("施行日期按工作日推算，请在编辑页填写。"), statement.line)
        return None
    return _later(day, start["delay"])


def _later(day: date, delay: str | None) -> date | None:
    try:
        return day + timedelta(days=to_int(delay)) if delay else day
    except (ValueError, OverflowError):
        return None


def _length(statement: _Statement, effective: date | None) -> tuple[int | None, date | None]:
    """The stated length in whole years (None for months) and the last day that follows from it."""
    match = _LENGTH.search(statement.context)
    if match is None:
        return None, None
    try:
        count = to_int(match["count"])
        in_years = match["unit"] == "年"
        if not count:
            return None, None
        length = {"years": count} if in_years else {"months": count}
        return (count if in_years else None), (last_day(effective, **length) if effective else None)
    except ValueError:
        return None, None


def _repealed_before(text: str) -> list[NamedDocument]:
    """The run of documents that ends right before the verb."""
    spans = list(_title_spans(text))
    if not spans or not _BEFORE_VERB.fullmatch(text, spans[-1][1]):
        return []
    first = len(spans) - 1
    while first and _BETWEEN_DOCUMENTS.fullmatch(text, spans[first - 1][1], spans[first][0]):
        first -= 1
    return named_documents(text[spans[first][0] :])


def _title_spans(text: str) -> Iterator[tuple[int, int]]:
    depth, start = 0, 0
    for place, character in enumerate(text):
        if character == "《":
            start = place if depth == 0 else start
            depth += 1
        elif character == "》" and depth:
            depth -= 1
            if depth == 0:
                yield start, place + 1
