"""Reading what stands before the first article: head fields, title, covering text, signature (P4)."""

import re
from collections.abc import Callable
from datetime import date

from django.utils.translation import gettext_lazy as _

from cms_pages.policy_import.dates import DATE_PATTERN, find_date, is_date
from cms_pages.policy_import.document_numbers import DOCUMENT_NUMBER_PATTERN, normalise, ordering
from cms_pages.policy_import.findings import Findings, excerpt
from cms_pages.policy_import.markers import Kind, read_marker
from cms_pages.policy_import.promulgation import (
    Promulgation,
    join_order,
    promulgation_lines,
    read_promulgation,
    stated_start,
)
from cms_pages.policy_import.titles import find_title, issued_title, same_title
from cms_pages.policy_import.tree import Head, Line
from cms_pages.policy_import.typography import close_up
from cms_pages.policy_import.web_furniture import is_web_furniture

DISCLOSURES = {"主动公开": "active", "公开发布": "active", "依申请公开": "on_request", "不予公开": "none"}

_FIELDS = {
    "published_on": "发布日期 发布时间 公布日期 公开日期",
    "document_number": "发文字号 发文文号 文件编号 文号",
    "index_number": "索引号",
    "issued_on": "成文日期 印发日期 发文日期 签发日期",
    "issuers": "发文机关 发布机构 发文单位 制发机关 发布单位 公开主体 发文机构",
    "topic": "主题分类 信息分类 主题词",
    "disclosure": "公开方式 公开属性 公开类型",
    "ignored": "来源 信息来源 浏览次数 阅读次数 访问量 点击数 字体 字号 作者 责任编辑 有效性 效力状态 统一登记号 登记号 标题 文件名称 信息名称"
    " 施行日期 生效日期 实施日期 失效日期 废止日期 有效期至",
}
_FIELD_OF = {key: name for name, keys in _FIELDS.items() for key in keys.split()}
_KEY = "|".join(r"\s?".join(key) for key in sorted(_FIELD_OF, key=len, reverse=True))
_FIELD = re.compile(rf"(?P<key>{_KEY})\s?：\s?(?P<value>.*?)\s?(?=[|｜丨]|(?<![一-鿿])(?:{_KEY})\s?：|$)")
_DISCLOSURE = re.compile(
    rf"（?(?:此件|本件|公开方式：|公开属性：)\s?(?P<words>{'|'.join(DISCLOSURES)}).{{0,4}}?）?"
)
_CONTACT = re.compile(r"（?(?:联系单位|联系部门|联系处室|联系科室)\s?：\s?(?P<unit>[^）]+)）?")
_ORGANISATION = re.compile(
    r"(?!各)[\u4e00-\u9fff（）]{2,30}(?:局|委|委员会|厅|部|办|办公室|政府|中心|院|银行|署|集团|公司|总工会|联合会|协会|党委|市委|支行|分行)"
)
_ATTACHED = r"附\s?[件表图录]\s?[0-9一二三四五六七八九十]{0,2}"
_ATTACHMENT = re.compile(rf"{_ATTACHED}\s?：\s?(?P<name>.+)")
_DATE_AT_END = re.compile(rf"\s?(?:{DATE_PATTERN})$")
_LISTED = re.compile(r"[0-9]{1,2}\s?[.．、]\s?(?P<name>.+)")
_ATTACHMENT_TEXT = re.compile(_ATTACHED)
_ATTACHMENT_HEADING = re.compile(rf"{_ATTACHED}\s?：?")


def organisations(text: str) -> list[str]:
    """The bodies that a signature line names side by side, empty when the line holds anything else."""
    words = text.split()
    if len(words) > 1 and all(len(word) == 1 for word in words):
        words = ["".join(words)]
    return words if words and all(_ORGANISATION.fullmatch(word) for word in words) else []


def is_signature(text: str) -> bool:
    """Whether a line is a signature: issuers, a date, or both."""
    return bool(_signed(text)[0]) or is_date(text)


def is_dated_signature(text: str) -> bool:
    """Whether a line is a signature that names its day."""
    return _signed(text)[1] is not None


def is_closing(text: str) -> bool:
    """Whether a line ends the document's text: signature, way of disclosure, contact unit, web page footer."""
    return bool(
        is_signature(text)
        or _DISCLOSURE.fullmatch(text)
        or _CONTACT.fullmatch(text)
        or is_web_furniture(text)
    )


def is_attachment_heading(text: str) -> bool:
    """Whether a line opens the text of an attachment."""
    return bool(_ATTACHMENT_HEADING.fullmatch(text))


def is_attachment_name(text: str) -> bool:
    """Whether a line below the text names an attachment."""
    return bool(_ATTACHMENT.fullmatch(text))


class HeadReader:
    """Fills a Head from the lines around the articles; each line is offered to the recognisers in turn."""

    def __init__(self, findings: Findings) -> None:
        self.head = Head()
        self.findings = findings
        self._signed_on: date | None = None
        self._promulgation = Promulgation()
        self._stated_issuers: list[str] = []
        self._inner_title_found = False
        self._in_attachments = False

    def read_above(self, lines: list[Line]) -> None:
        """Read everything before the first chapter, article or heading; without a title that is a refusal."""
        lines = join_order(lines)
        title = find_title(lines)
        if title is None:
            self.findings.refuse(_("没有找到标题（“关于……的通知”或“……办法”一类的一行）。"))
            return
        self.head.title, first, count = title
        self.head.inner_title = issued_title(self.head.title)
        for line in lines[:first]:
            self._offer(line, (self._metadata, self._number, self._title, self._ordered), self._drop)
        place = first + count
        while place < len(lines):
            place += (
                self._inner_title(lines, place)
                or self._promulgated(lines, place)
                or self._below_title(lines[place])
            )
        self._check_inner_title()

    def read_below(self, lines: list[Line]) -> None:
        """Read what follows the last article: a signature there, disclosure, contact unit, the web page's footer.

        What still looks like law there, or the text of an attachment, is a refusal: it would be lost.
        """
        for line in lines:
            if _ATTACHMENT_TEXT.fullmatch(line.text):
                self.findings.refuse(_("附件的正文不能导入，请从文件中移出，作为附件上传。"), line.number)
                return
            recognisers = (self._metadata, self._disclosure, self._contact, self._attachment, self._chrome)
            self._offer(line, (*recognisers, self._signature), self._drop_unknown)

    def finish(self) -> Head:
        """The head with warnings for what an editor has to fill in."""
        self._settle_number()
        self._settle_dates()
        named = ordering(self.head.document_number)
        self.head.issuers = self.head.issuers or self._stated_issuers or ([named] if named else [])
        if not self.head.document_number:
            self.findings.warn(_("没有发文字号（文号为空），请核对后在编辑页填写，确无文号可以留空。"))
        if not self.head.issuers:
            self.findings.warn(_("没有认出发文机关，请在编辑页填写。"))
        if not self.head.disclosure:
            self.findings.warn(_("没有写明公开方式，请在编辑页选择。"))
        return self.head

    # Recognisers: each takes a line and says whether it was its to take. -------------------------------------------

    def _below_title(self, line: Line) -> int:
        recognisers = (
            self._metadata,
            self._title,
            self._number,
            self._disclosure,
            self._contact,
            self._chrome,
            self._signature,
            self._attachment,
            self._addressees,
        )
        self._offer(line, recognisers, lambda text_line: self.head.preamble.append(text_line.text))
        return 1

    def _offer(
        self, line: Line, recognisers: tuple[Callable[[Line], bool], ...], otherwise: Callable[[Line], None]
    ) -> None:
        if not any(recognise(line) for recognise in recognisers):
            otherwise(line)

    def _metadata(self, line: Line) -> bool:
        if not re.match(rf"[|｜【\[]?\s?(?:{_KEY})\s?：", line.text):
            return False
        for match in _FIELD.finditer(line.text):
            name, value = _FIELD_OF[re.sub(r"\s", "", match["key"])], match["value"].strip("】] ")
            if value:
                self._take_field(name, value, line)
            if value and name == "ignored":
                self.findings.note(_("略去网页信息：%(text)s") % {"text": excerpt(match[0])}, line.number)
        return True

    def _take_field(self, name: str, value: str, line: Line) -> None:
        match name:
            case "published_on" | "issued_on":
                self._take_date(name, value, line)
            case "document_number":
                self._take_number(value, line)
            case "issuers":
                self._stated_issuers = [part for part in re.split(r"[\s、，]+", value) if part]
            case "disclosure":
                self.head.disclosure = self.head.disclosure or DISCLOSURES.get(value, "")
            case "index_number" | "topic":
                setattr(self.head, name, getattr(self.head, name) or value)

    def _take_date(self, name: str, value: str, line: Line) -> None:
        day = find_date(value)
        if day is None:
            self.findings.warn(_("日期读不懂：%(text)s") % {"text": excerpt(value)}, line.number)
        else:
            setattr(self.head, name, day)

    def _take_number(self, value: str, line: Line) -> None:
        number = normalise(value)
        if number is None:
            self.findings.warn(
                _("发文字号不是“海人社规〔2026〕7号”或“海澜市人民政府令第12号”的格式，未采用：%(text)s")
                % {"text": excerpt(value)},
                line.number,
            )
        elif self.head.document_number not in {"", number}:
            self.findings.warn(
                _("出现两个发文字号，采用前一个，未采用 %(number)s。") % {"number": number}, line.number
            )
        else:
            self.head.document_number = number

    def _title(self, line: Line) -> bool:
        if not same_title(line.text, self.head.title):
            return False
        self.findings.note(_("略去重复的标题。"), line.number)
        return True

    def _number(self, line: Line) -> bool:
        if not re.fullmatch(DOCUMENT_NUMBER_PATTERN, line.text):
            return False
        self._take_number(line.text, line)
        return True

    def _disclosure(self, line: Line) -> bool:
        match = _DISCLOSURE.fullmatch(line.text)
        if match:
            self.head.disclosure = DISCLOSURES[match["words"]]
        return bool(match)

    def _contact(self, line: Line) -> bool:
        match = _CONTACT.fullmatch(line.text)
        if match and not self.head.contact_unit:
            self.head.contact_unit = match["unit"].strip()
            return True
        return False

    def _chrome(self, line: Line) -> bool:
        if is_web_furniture(line.text):
            self._drop(line)
            return True
        return False

    def _signature(self, line: Line) -> bool:
        names, day = _signed(line.text)
        if not (names or day):
            return False
        self.head.issuers.extend(name for name in names if name not in self.head.issuers)
        self._signed_on = day or self._signed_on
        return True

    def _ordered(self, line: Line) -> bool:
        """The text of an order above the law that it makes public: kept with its covering text."""
        if not ordering(self.head.document_number) or is_web_furniture(line.text):
            return False
        if not self._signature(line):
            self.head.preamble.append(line.text)
            self.head.effective_on = stated_start(line.text) or self.head.effective_on
        return True

    def _attachment(self, line: Line) -> bool:
        match = _ATTACHMENT.fullmatch(line.text) or (self._in_attachments and _LISTED.fullmatch(line.text))
        self._in_attachments = bool(match) or is_attachment_heading(line.text)
        if not self._in_attachments:
            return False
        name = _LISTED.sub(r"\g<name>", match["name"]) if match else ""
        if name and not same_title(name, self.head.inner_title):
            self.head.attachments.append(name)
            self.findings.warn(
                _("附件不随正文导入，请在编辑页上传：%(text)s") % {"text": excerpt(name)}, line.number
            )
        else:
            self.findings.note(_("略去附件标记：%(text)s") % {"text": excerpt(line.text)}, line.number)
        return True

    def _addressees(self, line: Line) -> bool:
        is_salutation = line.text.endswith("：") and "。" not in line.text
        if not is_salutation or self.head.addressees or self.head.preamble:
            return False
        self.head.addressees = line.text
        return True

    def _drop(self, line: Line) -> None:
        self.findings.note(_("略去正文以外的网页内容：%(text)s") % {"text": excerpt(line.text)}, line.number)

    def _drop_unknown(self, line: Line) -> None:
        if read_marker(line).kind is Kind.TEXT:
            self.findings.warn(
                _("落款之后的这一行没有导入，请核对：%(text)s") % {"text": excerpt(line.text)}, line.number
            )
        else:
            self.findings.refuse(
                _("落款或页脚之后还有带编号的内容，读不出它属于哪里：%(text)s")
                % {"text": excerpt(line.text)},
                line.number,
            )

    # Titles and dates ---------------------------------------------------------------------------------------------

    def _inner_title(self, lines: list[Line], place: int) -> int:
        """How many lines from ``place`` on are the inner title (0: none)."""
        if not self.head.inner_title:
            return 0
        for count in (1, 2, 3):
            joined = close_up("".join(line.text for line in lines[place : place + count]))
            if same_title(joined, self.head.inner_title):
                self._inner_title_found = True
                return count
        return 0

    def _promulgated(self, lines: list[Line], place: int) -> int:
        """How many lines from ``place`` on are the 题注 (0: none); its words stay in the covering text."""
        count = promulgation_lines(lines, place)
        if count:
            text = " ".join(line.text for line in lines[place : place + count])
            self._promulgation = read_promulgation(text)
            self.head.effective_on = self._promulgation.effective_on
            self.head.preamble.append(text)
            self._report_promulgation(lines[place].number)
        return count

    def _report_promulgation(self, line: int) -> None:
        if self._promulgation.amended_on:
            self.findings.warn(
                _("题注写明 %(day)s 修正过，成文日期和发文字号采用首次公布的，请核对导入的是修正后的文本。")
                % {"day": self._promulgation.amended_on.isoformat()},
                line,
            )
        if self._promulgation.adopted_only:
            self.findings.warn(_("题注没有写公布日期，成文日期采用通过或批准的日期，请核对。"), line)

    def _check_inner_title(self) -> None:
        if self.head.inner_title and not self._inner_title_found:
            self.findings.warn(
                _("没有找到与标题一致的正文标题《%(title)s》，请核对。") % {"title": self.head.inner_title}
            )

    def _settle_number(self) -> None:
        stated, promulgated = self.head.document_number, self._promulgation.number
        self.head.document_number = stated or promulgated
        if stated and promulgated and stated != promulgated:
            self.findings.warn(
                _("题注的文号 %(promulgated)s 与文件头的 %(stated)s 不一致，采用文件头的。")
                % {"promulgated": promulgated, "stated": stated}
            )

    def _settle_dates(self) -> None:
        stated, signed, promulgated = self.head.issued_on, self._signed_on, self._promulgation.issued_on
        self.head.issued_on = signed or stated or promulgated
        if promulgated and self.head.issued_on and promulgated != self.head.issued_on:
            self.findings.warn(
                _("题注的日期 %(promulgated)s 与成文日期 %(stated)s 不一致，采用成文日期。")
                % {"promulgated": promulgated.isoformat(), "stated": self.head.issued_on.isoformat()}
            )
        if stated and signed and stated != signed:
            self.findings.warn(
                _("页面上的成文日期 %(stated)s 与落款日期 %(signed)s 不一致，采用落款日期。")
                % {"stated": stated.isoformat(), "signed": signed.isoformat()}
            )
        if self.head.issued_on is None:
            self.findings.warn(_("没有找到成文日期，请在编辑页填写。"))
        elif self.head.published_on and self.head.published_on < self.head.issued_on:
            self.findings.warn(_("发布日期早于成文日期，请核对。"))
        if self.head.published_on is None:
            self.findings.warn(_("没有找到发布日期，请在编辑页填写。"))


def _signed(text: str) -> tuple[list[str], date | None]:
    """The issuers and the date of a signature line, nothing at all if it is not one."""
    date_at_end = _DATE_AT_END.search(text)
    named = text[: date_at_end.start()] if date_at_end else text
    names = organisations(named)
    if named and not names:
        return [], None
    return names, find_date(date_at_end[0]) if date_at_end else None
