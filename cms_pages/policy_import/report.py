"""Showing a parsed document on a terminal: head fields, tree, warnings, counts (the dry run)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _
from rich.console import Console
from rich.table import Table
from rich.text import Text
from rich.tree import Tree

from cms_pages.policy_import.findings import Finding, Level
from cms_pages.policy_import.tree import (
    Article,
    Chapter,
    Content,
    Item,
    NamedDocument,
    Paragraph,
    ParsedPolicy,
    Rank,
    Section,
)
from portal.numerals import to_chinese

LONGEST_TEXT = 60
_STYLES = {Level.REFUSAL: "bold red", Level.WARNING: "yellow", Level.NOTE: "dim"}
_NAMES = {Level.REFUSAL: _("拒绝"), Level.WARNING: _("警告"), Level.NOTE: _("说明")}


def head_fields(policy: ParsedPolicy) -> list[tuple[str, str]]:
    """Labels and values of the head table, in the order of P4; what is missing has the value “—”."""
    head, term = policy.head, policy.term
    rows = [
        (_("索引号"), head.index_number),
        (_("主题分类"), head.topic),
        (_("发文机关"), "、".join(head.issuers)),
        (_("成文日期"), head.issued_on),
        (_("标题"), head.title),
        (_("发文字号"), head.document_number),
        (_("发布日期"), head.published_on),
        (_("公开方式"), _DISCLOSED.get(head.disclosure, "")),
        (_("联系单位"), head.contact_unit),
        (_("施行日期"), term.effective_on),
        (_("有效期（年）"), term.validity_years),
        (_("有效期至"), term.expires_on),
        (_("同时废止"), "；".join(_named(document) for document in policy.repeals)),
        (_("引用文件"), "；".join(_named(document) for document in policy.citations)),
        (_("附件"), "；".join(head.attachments)),
    ]
    return [(str(label), str(value or "—")) for label, value in rows]


def counts(policy: ParsedPolicy, findings: Sequence[Finding] | None = None) -> dict[str, int]:
    """How many of what the document has; the keys are the words shown for it.

    Warnings are counted among ``findings``, by default the document's own.
    """
    entries = [
        (part, depth)
        for node in policy.body
        if isinstance(node, (Article, Section))
        for part, depth in _entries(node.content)
    ]
    found = policy.findings if findings is None else findings
    warnings = [finding for finding in found if finding.level is Level.WARNING]
    return {
        str(_("章")): len(policy.chapters),
        str(_("条")): len(policy.articles),
        str(_("分部标题")): len(policy.sections),
        str(_("项")): sum(depth == Rank.ITEM for _part, depth in entries),
        str(_("目")): sum(depth == Rank.SUB_ITEM for _part, depth in entries),
        str(_("废止文件")): len(policy.repeals),
        str(_("引用文件")): len(policy.citations),
        str(_("警告")): len(warnings),
    }


@dataclass(frozen=True, slots=True)
class Shown:
    """A node of the body as pages show it; ``opens`` a chapter or section, or is bare text."""

    label: str
    content: Content = field(default_factory=list)
    opens: bool = False
    is_text: bool = False


def shown(policy: ParsedPolicy) -> list[Shown]:
    """The body, node by node, with the labels that readers know: 第一章 总则, 第三条 基本原则, 一、总体要求."""
    nodes = []
    for node in policy.body:
        match node:
            case Paragraph():
                nodes.append(Shown(node.text, is_text=True))
            case Chapter():
                nodes.append(Shown(f"第{to_chinese(node.number)}章 {node.title}", opens=True))
            case Article():
                label = f"第{to_chinese(node.number)}条 {node.title}".rstrip()
                nodes.append(Shown(label, node.content))
            case Section():
                label = f"{to_chinese(node.number)}、{node.title}" if node.number else node.title
                nodes.append(Shown(label, node.content, opens=True))
    return nodes


def count_line(policy: ParsedPolicy, findings: Sequence[Finding] | None = None) -> str:
    """The counts in one line, what there is none of left out."""
    return "，".join(f"{name} {number}" for name, number in counts(policy, findings).items() if number)


def print_policy(policy: ParsedPolicy, console: Console) -> None:
    """Print the document as it would be saved, with everything that was found on the way."""
    table = Table(show_header=False, box=None, padding=(0, 2, 0, 0))
    for label, value in head_fields(policy):
        table.add_row(Text(label, style="bold"), Text(value, overflow="fold"))
    console.print(table)
    console.print()
    console.print(_tree(policy))
    console.print()
    print_findings(policy.findings, console)
    console.print(count_line(policy), highlight=False)


def print_findings(findings: Sequence[Finding], console: Console) -> None:
    """Print findings one a line, the heaviest first."""
    order = list(_STYLES)
    for finding in sorted(findings, key=lambda found: order.index(found.level)):
        console.print(
            Text(f"[{_NAMES[finding.level]}] {finding}", style=_STYLES[finding.level]), soft_wrap=True
        )


_DISCLOSED = {"active": _("主动公开"), "on_request": _("依申请公开"), "none": _("不予公开")}


def _tree(policy: ParsedPolicy) -> Tree:
    root = Tree(Text(policy.head.inner_title or policy.head.title, style="bold"))
    branch = root
    for node in shown(policy):
        if node.is_text:
            branch.add(_cut(node.label))
        elif node.opens:
            branch = root.add(Text(node.label, style="bold cyan"))
            _add(branch, node.content)
        else:
            _add(branch.add(Text(node.label, style="cyan")), node.content)
    return root


def _add(branch: Tree, content: Content) -> None:
    for part in content:
        if isinstance(part, Paragraph):
            branch.add(_cut(part.text))
            continue
        for entry in part.entries:
            _add(branch.add(_cut(entry.marker + entry.text)), entry.content)


def _entries(content: Content, depth: int = 1) -> Iterator[tuple[Item, int]]:
    for part in content:
        if not isinstance(part, Paragraph):
            for entry in part.entries:
                yield entry, depth
                yield from _entries(entry.content, depth + 1)


def _named(document: NamedDocument) -> str:
    return f"《{document.title}》" + (f"（{document.number}）" if document.number else "")


def _cut(text: str) -> Text:
    return Text(text if len(text) <= LONGEST_TEXT else f"{text[:LONGEST_TEXT]}……", overflow="fold")
