"""The editor's home: one obvious way to write something (C6, S10)."""

import pytest

from cms_pages.panels import WritePanel
from portal.accounts.models import User


def buttons(user: User, rf) -> list[str]:
    request = rf.get("/admin/")
    request.user = user
    return [str(button["label"]) for button in WritePanel().get_context_data({"request": request})["buttons"]]


def test_editor_finds_a_button_for_everything_that_editors_write(editor, rf) -> None:
    assert buttons(editor, rf) == ["写公告通知", "写政策文件", "写招募公告", "写服务案例"]


def test_mentor_clerk_is_offered_cases_only(clerk, rf) -> None:
    assert buttons(clerk, rf) == ["写服务案例"]


def test_citizen_is_offered_nothing(citizen, rf) -> None:
    assert buttons(citizen, rf) == []


@pytest.mark.parametrize("label", ["写公告通知", "写政策文件"])
def test_button_opens_the_form(editor, signed_in, label: str) -> None:
    client = signed_in(editor)
    home = client.get("/admin/")
    assert label in home.content.decode()
    panel = WritePanel().get_context_data({"request": home.wsgi_request})
    (url,) = [button["url"] for button in panel["buttons"] if str(button["label"]) == label]
    assert client.get(url).status_code == 200


@pytest.mark.parametrize("address", ["/admin/", "/admin/nowhere/"])
def test_desk_bears_the_portals_name_and_leads_to_no_stock_guide(editor, signed_in, address: str) -> None:
    page = signed_in(editor).get(address).content.decode()
    title = page[page.index("<title>") : page.index("</title>")]
    assert "青创通" in title
    assert "Wagtail" not in title
    assert "guide.wagtail.org" not in page
    assert "portal/img/seal.svg" in page
