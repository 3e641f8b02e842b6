"""我的个人信息: everything declared of oneself, and a copy of it (D5)."""

import json
import re
from datetime import timedelta

import pytest
from django.utils import timezone

from plugins.mentors.models import Application
from plugins.reviews.models import Draw
from portal.accounts.models import User
from portal.audit.models import Entry
from portal.audit.recording import record_each
from portal.audit.table import PERSON_COPIED, SIGNED_IN
from portal.privacy import mine
from portal.privacy.registry import declared_field, personal_data
from portal.roles.actions import grant_role
from portal.roles.table import EDITOR, MENTOR_CLERK, Role
from tests.conftest import person
from tests.factories.mentors import MentorFactory
from tests.factories.reviews import an_expert

PAGE = "/accounts/my-data/"


@pytest.fixture
def rich(citizen) -> User:
    """Somebody of whom much is kept."""
    other = person("officer", "吴安全")
    grant_role(
        citizen, EDITOR, actor=other, ends_at=timezone.now() + timedelta(days=9), reason="海人社任〔2026〕3号"
    )
    MentorFactory(user=citizen)
    return citizen


def test_page_shows_everything_with_purpose_basis_and_term(rich, signed_in) -> None:
    page = signed_in(rich).get(PAGE).content.decode()
    for words in (
        "citizen@hailan.example",
        "海人社任〔2026〕3号",
        "吴安全",
        "登录门户，办理事项时知道是谁",
        "履行法定职责（第十三条第三项）",
        "授权记录是履行职责的证明",
        "导师页面",
        "操作记录",
    ):
        assert words in page


def test_keys_are_said_in_words_and_kinds_of_nothing_stand_together(citizen, signed_in) -> None:
    record_each(SIGNED_IN, [1], actor=citizen)
    page = signed_in(citizen).get(PAGE).content.decode()
    assert SIGNED_IN.name not in page
    assert "<dd>\n                登录\n" in page
    kept, _heading, nothing = page.partition("没有保存的类别")
    assert "操作记录</h2>" in kept
    assert "<summary>导师页面</summary>" in nothing
    assert "没有这类信息" not in page


def test_every_group_that_leads_to_a_person_is_a_part(rich) -> None:
    found = {part.declared.model for part in mine.parts(rich)}
    assert found == {declared.model for declared in personal_data() if declared.subject}


def test_nothing_of_others_is_shown(rich, editor, signed_in) -> None:
    page = signed_in(editor).get(PAGE).content.decode()
    assert "citizen" not in page
    assert "海人社任" not in page


def test_copy_holds_all_rows_as_data(rich, signed_in) -> None:
    record_each(SIGNED_IN, range(1, 80), actor=rich)
    answer = signed_in(rich).post(f"{PAGE}copy/")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    copy = json.loads(answer.content)
    kept = {(part["what"], part["purpose"]): part["rows"] for part in copy["data"]}
    assert kept[("accounts.User", "登录门户，办理事项时知道是谁")][0]["email"] == "citizen@hailan.example"
    (log,) = (rows for (what, _purpose), rows in kept.items() if what == "audit.Entry")
    assert len(log) > 79
    assert "password" not in answer.content.decode()


def test_taking_a_copy_is_recorded_once(citizen, signed_in) -> None:
    signed_in(citizen).post(f"{PAGE}copy/")
    entry = Entry.objects.get(action=PERSON_COPIED.name)
    assert (entry.person, entry.subject, entry.channel) == (citizen.pk, citizen.pk, "export")


def test_copy_needs_a_deliberate_act(citizen, signed_in) -> None:
    assert signed_in(citizen).get(f"{PAGE}copy/").status_code == 405


def test_long_history_is_cut_on_the_page_and_says_so(citizen, signed_in) -> None:
    record_each(SIGNED_IN, range(1, 80), actor=citizen)
    assert "这里显示最近 50 条，共 80 条" in signed_in(citizen).get(PAGE).content.decode()


def test_page_costs_the_same_whatever_is_kept(citizen, signed_in) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = signed_in(citizen)

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get(PAGE)
        return len(queries)

    def grant(role: Role) -> None:
        grant_role(citizen, role, actor=other, ends_at=timezone.now() + timedelta(days=9), reason="任")

    other = person("officer", "吴安全")
    grant(EDITOR)  # whoever works here has more in the header than others
    cost()
    before = cost()
    grant(MENTOR_CLERK)
    record_each(SIGNED_IN, range(1, 30), actor=citizen)
    assert cost() == before


def test_stranger_has_to_sign_in(site, client) -> None:
    assert client.get(PAGE).status_code == client.post(f"{PAGE}copy/").status_code == 302


def test_values_are_said_in_words(site, signed_in) -> None:
    """Neither True nor a list of keys nor the index by which a number is found is a word for anybody."""
    expert = an_expert("expert")
    draw, application = (
        declared_field(*place)
        for place in (("reviews.Draw", "pool"), ("mentors.Application", "id_number_index"))
    )
    page = re.sub(r"\s+", " ", signed_in(expert).get(PAGE).content.decode())
    assert "<dt>参加抽取</dt> <dd> 是 </dd>" in page
    assert draw.said["pool"](Draw(pool=[{"expert": 6}])) == "1 位"
    assert application.said["id_number_index"](Application(id_number_index="f00d")) == "已保存，还原不出号码"
    assert application.said["id_number_index"](Application()) == "未填写"
