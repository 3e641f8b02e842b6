"""What the gate reports holds no number."""

import json

from cms_pages.personal_data.detectors import Kind
from cms_pages.personal_data.findings import Finding, fingerprint, in_passages, set_fingerprint
from cms_pages.personal_data.passages import Passage

MOBILE, OTHER = "13800138000", "13900139000"


def test_finding_when_written_as_data_then_it_comes_back_the_same_and_holds_no_number():
    (finding,) = in_passages([Passage(f"电话 {MOBILE}", "正文第 3 段", field="body")])
    data = json.loads(json.dumps(finding.as_data()))
    assert Finding.from_data(data) == finding
    assert MOBILE not in json.dumps(data)
    assert finding.message == "正文第 3 段：手机号码 138****8000"


def test_place_when_it_is_named_after_a_number_then_its_digits_are_hidden():
    (finding,) = in_passages([Passage(MOBILE, f"附件《{MOBILE}.xlsx》第 2 行")])
    assert "*" in finding.where
    assert not any(char.isdigit() for char in finding.where)


def test_same_number_when_it_stands_twice_in_one_place_then_it_counts_once():
    passages = [Passage(f"{MOBILE} 138 0013 8000", "摘要"), Passage(MOBILE, "正文第 1 段")]
    assert [finding.where for finding in in_passages(passages)] == ["摘要", "正文第 1 段"]


def test_set_fingerprint_when_order_or_places_differ_then_it_is_the_same():
    here = in_passages([Passage(f"{MOBILE} 和 {OTHER}", "摘要")])
    there = in_passages(
        [Passage(OTHER, "标题"), Passage(MOBILE, "正文第 1 段"), Passage(MOBILE, "正文第 2 段")]
    )
    assert set_fingerprint(here) == set_fingerprint(there)


def test_set_fingerprint_when_a_number_is_added_or_removed_then_it_differs():
    both, one = in_passages([Passage(f"{MOBILE} {OTHER}", "摘要")]), in_passages([Passage(MOBILE, "摘要")])
    assert set_fingerprint(both) != set_fingerprint(one)


def test_fingerprint_when_the_site_has_another_key_then_it_differs(settings):
    before = fingerprint(Kind.MOBILE, MOBILE)
    settings.SECRET_KEY = "another key of another site, long enough to be a key"
    assert fingerprint(Kind.MOBILE, MOBILE) != before
