from datetime import date

import pytest

from cms_pages.policy_import.findings import Level, PolicyImportError
from cms_pages.policy_import.head import is_signature, organisations
from cms_pages.policy_import.tree import Head
from tests.cms_pages.policy_import.conftest import messages, parse_text

ARTICLE = "第一条 本办法自印发之日起施行，有效期三年。"


def head_of(*above: str, below: str = "") -> Head:
    return parse_text("\n".join((*above, ARTICLE, below))).head


def test_head_when_metadata_stand_in_one_line_then_each_is_taken() -> None:
    head = head_of(
        "关于甲的通知", "发布日期:2026-04-08 | 文号:海人社规[2026]7号 | 索引号:HL01 来源:海澜市人社局"
    )
    assert (head.published_on, head.document_number, head.index_number) == (
        date(2026, 4, 8),
        "海人社规〔2026〕7号",
        "HL01",
    )


def test_head_when_number_stands_alone_on_its_line_then_taken() -> None:
    assert head_of("关于甲的通知", "海人社规（2026）7号").document_number == "海人社规〔2026〕7号"


def test_head_when_metadata_keys_are_set_wide_then_recognised() -> None:
    assert head_of("文  号：海人社规〔2026〕7号", "关于甲的通知").document_number == "海人社规〔2026〕7号"


def test_head_when_number_is_empty_then_warning_and_empty() -> None:
    policy = parse_text(f"关于甲的通知\n发布日期:2026-04-08 | 文号: |\n{ARTICLE}")
    assert policy.head.document_number == ""
    assert any("文号为空" in message for message in messages(policy))


def test_head_when_number_has_another_form_then_warning_and_not_taken() -> None:
    policy = parse_text(f"关于甲的通知\n文号：第7号令\n{ARTICLE}")
    assert policy.head.document_number == ""
    assert any("第 2 行" in message and "第7号令" in message for message in messages(policy))


def test_head_when_a_date_is_no_day_of_the_calendar_then_warning() -> None:
    policy = parse_text(f"关于甲的通知\n发布日期：2026-02-30\n{ARTICLE}")
    assert policy.head.published_on is None
    assert any("第 2 行" in message and "2026-02-30" in message for message in messages(policy))


def test_head_when_two_numbers_then_the_first_and_a_warning() -> None:
    policy = parse_text(f"关于甲的通知\n海人社规〔2026〕7号\n海人社规〔2026〕8号\n{ARTICLE}")
    assert policy.head.document_number == "海人社规〔2026〕7号"
    assert any("8号" in message for message in messages(policy))


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("（此件主动公开）", "active"),
        ("(此件公开发布)", "active"),
        ("此件依申请公开", "on_request"),
        ("（此件不予公开）", "none"),
        ("公开方式：主动公开", "active"),
    ],
)
def test_head_when_disclosure_is_stated_then_known(line: str, value: str) -> None:
    assert head_of("关于甲的通知", line).disclosure == value


def test_head_when_signature_names_several_bodies_then_issuers_in_order() -> None:
    head = head_of(
        "关于甲的通知", "海澜市人力资源和社会保障局　　　海澜市财政局", "中共海澜市委组织部", "2026年3月31日"
    )
    assert head.issuers == ["海澜市人力资源和社会保障局", "海澜市财政局", "中共海澜市委组织部"]
    assert head.issued_on == date(2026, 3, 31)


def test_head_when_name_and_date_share_a_line_then_both_are_taken() -> None:
    head = head_of("关于甲的通知", "海澜市财政局 二〇二六年三月三十一日")
    assert (head.issuers, head.issued_on) == (["海澜市财政局"], date(2026, 3, 31))


def test_head_when_signature_is_set_wide_then_one_name() -> None:
    assert organisations("海 澜 市 财 政 局") == ["海澜市财政局"]


@pytest.mark.parametrize("text", ["现将办法印发给你们", "各区市财政局", "2026年", "", "海澜市财政局，各单位"])
def test_line_when_no_signature_then_not_taken_for_one(text: str) -> None:
    assert not is_signature(text)


def test_head_when_only_the_page_names_an_issuer_then_that_one() -> None:
    assert head_of("发文机关：海澜市财政局、海澜市税务局", "关于甲的通知").issuers == [
        "海澜市财政局",
        "海澜市税务局",
    ]


def test_head_when_signed_date_differs_from_the_page_then_signed_date_and_warning() -> None:
    policy = parse_text(f"关于甲的通知\n成文日期：2026-03-30\n海澜市财政局\n2026年3月31日\n{ARTICLE}")
    assert policy.head.issued_on == date(2026, 3, 31)
    assert any("不一致" in message for message in messages(policy))


def test_head_when_published_before_issued_then_warning() -> None:
    policy = parse_text(f"关于甲的通知\n发布日期：2026-03-01\n海澜市财政局\n2026年3月31日\n{ARTICLE}")
    assert any("发布日期早于成文日期" in message for message in messages(policy))


def test_head_when_addressees_and_covering_text_then_kept_apart() -> None:
    head = head_of("关于甲的通知", "各区（市）财政局：", "现将甲印发给你们。", "请遵照执行。")
    assert head.addressees == "各区（市）财政局："
    assert head.preamble == ["现将甲印发给你们。", "请遵照执行。"]


def test_head_when_inner_title_is_missing_then_warning() -> None:
    policy = parse_text(f"关于印发《海澜市甲办法》的通知\n{ARTICLE}")
    assert any("《海澜市甲办法》" in message for message in messages(policy))


def test_head_when_inner_title_is_broken_over_two_lines_then_found() -> None:
    policy = parse_text(f"关于印发《海澜市甲办法》的通知\n各单位：\n海澜市\n甲办法\n{ARTICLE}")
    assert policy.head.preamble == []
    assert not any("正文标题" in message for message in messages(policy))


def test_head_when_attachments_are_listed_then_named_and_warned_about() -> None:
    policy = parse_text(f"关于印发《甲办法》的通知\n附件：1.甲办法\n2.申请表\n附件\n甲办法\n{ARTICLE}")
    assert policy.head.attachments == ["申请表"]
    assert any("申请表" in message for message in messages(policy))


def test_head_when_contact_unit_is_named_then_taken() -> None:
    assert (
        head_of("关于甲的通知", "（联系单位：海澜市公共就业和人才服务中心）").contact_unit
        == "海澜市公共就业和人才服务中心"
    )


def test_furniture_when_dropped_then_a_note_names_line_and_text() -> None:
    policy = parse_text(f"无障碍\n首页 > 政策\n关于甲的通知\n{ARTICLE}\n上一篇：别的通知")
    notes = [message for message in messages(policy, Level.NOTE) if "略去" in message]
    assert [note.split("：")[0] for note in notes] == ["第 1 行", "第 2 行", "第 5 行"]


def test_line_when_unknown_after_the_signature_then_warning_names_it() -> None:
    policy = parse_text(f"关于甲的通知\n{ARTICLE}\n海澜市财政局\n2026年3月31日\n咨询电话见官网")
    assert any("第 5 行" in message and "咨询电话见官网" in message for message in messages(policy))


@pytest.mark.parametrize(("tail", "line"), [("附件1\n申请表", 4), ("（二）还有一项", 4)])
def test_document_when_law_follows_the_signature_then_refused_with_line(tail: str, line: int) -> None:
    with pytest.raises(PolicyImportError) as refused:
        parse_text(f"关于甲的通知\n{ARTICLE}\n海澜市财政局\n{tail}")
    assert [finding.line for finding in refused.value.findings] == [line]
