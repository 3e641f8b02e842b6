"""Sheets of mentors as clerks write them."""

import io

from openpyxl import Workbook

from plugins.mentors.importing.columns import COLUMNS

HEADINGS = [column.heading for column in COLUMNS]
GOOD = {
    "姓名": "尉迟青",
    "单位": "青禾顾问",
    "职务": "高级顾问",
    "从业年限": 12,
    "区市": "海东区",
    "擅长领域": "融资、合同法务",
    "行业": "智能制造",
    "语言": "英语",
    "服务类型": "政策咨询",
    "咨询方式": "留言；面谈",
    "可约时间": "周末、工作日晚上",
    "创业阶段": "成长期；筹备期",
    "一句话介绍": "股权架构、期权和投资协议逐条讲清楚",
    "我能帮你什么": "看股东协议；设计员工期权",
    "介绍": "做了十二年公司法律顾问。",
    "首次聘任": "2025-03-01",
    "聘期开始": "2025-03-01",
    "聘期结束": "2027-02-28",
}


def xlsx(*rows: dict[str, object], headings: list[str] | None = None) -> bytes:
    book = Workbook()
    names = headings or HEADINGS
    book.active.append(names)
    for row in rows:
        book.active.append([row.get(name) for name in names])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def csv_file(*rows: dict[str, object], encoding: str = "utf-8") -> bytes:
    lines = [",".join(HEADINGS)]
    lines += [",".join(f'"{row.get(name, "")}"' for name in HEADINGS) for row in rows]
    return "\r\n".join(lines).encode(encoding)
