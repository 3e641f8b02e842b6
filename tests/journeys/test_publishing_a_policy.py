"""An editor imports a regulation from a file, another approves it, the public cites an article (A17, B0)."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from cms_pages.models import PolicyIndexPage, PolicyPage
from tests.journeys.test_publishing_a_notice import approve

LAW = """关于印发《海澜市创业见习管理办法》的通知

海人社规〔2026〕21号

各区（市、县）人力资源和社会保障局：

现将《海澜市创业见习管理办法》印发给你们，请遵照执行。

海澜市人力资源和社会保障局

2026年8月31日

（此件主动公开）

海澜市创业见习管理办法

第一章　总则

第一条　为规范创业见习，制定本办法。

第二章　见习

第二条　见习单位应当具备下列条件：

（一）依法登记满一年；

（二）能够提供见习岗位和带教人员。

第三条　本办法自印发之日起施行，有效期三年。
"""


@pytest.mark.usefixtures("site")
def test_from_a_text_file_to_a_citable_article(signed_in, editor, approver, client: Client) -> None:
    desk = signed_in(editor)
    shown = desk.post(
        "/admin/policy-import/",
        {"file": SimpleUploadedFile("law.txt", LAW.encode()), "parent": PolicyIndexPage.objects.get().pk},
    )
    preview = shown.content.decode()
    assert "第二章" in preview
    assert "海人社规〔2026〕21号" in preview
    assert not PolicyPage.objects.exists()

    hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', preview))
    saved = desk.post("/admin/policy-import/save/", hidden)
    assert saved.status_code == 302
    page = PolicyPage.objects.get()
    assert not page.live

    page.save_revision(user=editor)
    page.get_workflow().start(page, editor)
    approve(signed_in(approver), page)
    page.refresh_from_db()
    assert page.live
    public = client.get(f"/policies/{page.slug}/").content.decode()
    assert 'id="a2-2"' in public
    assert "2029-08-30" in public or "2029年8月30日" in public
