"""Slots in every state for the styleguide; nothing of it is stored, its people and files are invented."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from django.utils import timezone

from portal.attachments.base import AttachmentSlot
from portal.attachments.choices import Scan, State
from portal.attachments.kinds import KINDS
from portal.attachments.models import Attachment
from portal.attachments.showing import ShownFile, ShownFiles, ShownSlot

MEGABYTE = 1024 * 1024
OWNER = SimpleNamespace(pk=1, _meta=SimpleNamespace(app_label="example", model_name="application"))


def example_files(*, may_change: bool = True) -> ShownFiles:
    """An application with a filled, a full, an empty and a refusing slot."""
    slots = [
        ShownSlot(
            OWNER,
            AttachmentSlot(
                "licence", "营业执照", kinds=("pdf", "jpg", "png"), help_text="正本或副本，四角拍全。"
            ),
            [
                ShownFile(
                    _file("营业执照副本.jpg"), history=[_file("营业执照（模糊）.jpg", state=State.REPLACED)]
                )
            ],
        ),
        ShownSlot(
            OWNER,
            AttachmentSlot("plan", "商业计划书", kinds=("pdf", "docx"), max_files=3),
            [
                ShownFile(
                    _file("海澜潮声传感科技有限公司商业计划书（第三稿，含五年财务预测与市场分析）.pdf")
                ),
                ShownFile(_file("补充说明.docx", scan=Scan.WAITING)),
                ShownFile(_file("路演.pdf", scan=Scan.INFECTED, state=State.REFUSED)),
            ],
        ),
        ShownSlot(
            OWNER,
            AttachmentSlot("proof", "社保证明", max_bytes=5 * MEGABYTE, help_text="最近三个月。"),
            [],
            errors=["文件含有宏，请另存为不含宏的文件后再上传。"] if may_change else [],
        ),
        ShownSlot(OWNER, AttachmentSlot("other", "其他材料", required=False, max_files=5), []),
    ]
    said = "已上传“营业执照副本.jpg”。" if may_change else ""
    return ShownFiles(OWNER, slots, may_change, used=37 * MEGABYTE, said=said)


def _file(name: str, **changes: Any) -> Attachment:
    kind = name.rpartition(".")[2]
    number = sum(map(ord, name))
    return Attachment(
        id=UUID(int=number),
        original_name=name,
        name=name,
        stored_as="ex/ample",
        kind=kind,
        size=number * 13,
        viewable=KINDS[kind].is_picture,
        uploaded_at=timezone.now() - timedelta(days=2),
        **changes,
    )
