"""/styleguide/: every component in every state, with invented examples; mounted where STYLEGUIDE is on.

Examples are plain dictionaries: a component that cannot be drawn from one knows too much about models.
"""

from dataclasses import dataclass
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.messages.storage.base import Message
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import path
from django.utils import timezone
from django.utils.html import format_html

from portal.attachments.examples import example_files
from portal.styleguide.mentors import listed, mentor_listing


@dataclass(frozen=True)
class Block:
    """A block of a stream in so far as templates look at one."""

    block_type: str
    value: Any

    def __str__(self) -> str:
        return str(self.value)

    def __html__(self) -> str:
        return str(self.value)


class ExampleForm(forms.Form):
    """A form with every kind of field, shown empty and with mistakes."""

    topic = forms.ChoiceField(
        label="想聊什么",
        choices=[("funding", "融资"), ("plan", "商业计划书"), ("other", "其他")],
        widget=forms.RadioSelect,
    )
    question = forms.CharField(
        label="说明情况", help_text="20 至 1,000 字。", min_length=20, widget=forms.Textarea
    )
    stage = forms.ChoiceField(
        label="所处阶段", choices=[("", "请选择"), ("idea", "筹备"), ("seed", "种子期")], required=False
    )
    times = forms.MultipleChoiceField(
        label="方便的时间",
        choices=[("morning", "上午"), ("afternoon", "下午"), ("evening", "晚上")],
        widget=forms.CheckboxSelectMultiple,
    )
    file = forms.FileField(label="附件", required=False, help_text="PDF，不超过 20 MB。")
    agree = forms.BooleanField(label="同意匿名公开问答", required=False)


def styleguide(request: HttpRequest) -> HttpResponse:
    """The page with all components; `here` stands in for a page's title in the breadcrumbs."""
    return render(request, "styleguide/index.html", {"here": "组件一览", **_examples()})


def _examples() -> dict[str, Any]:
    today, listing = timezone.localdate(), mentor_listing()
    return {
        "doors": [
            {"title": "找导师", "url": "#", "fact": "218 位在聘", "detail": "留言、面谈、电话、视频"},
            {"title": "申请入驻", "url": "#", "fact": "第 3 批正在招募", "detail": "还剩 12 天"},
            {"title": "查政策", "url": "#", "fact": "12 份文件有效", "detail": "按条款查找和引用"},
            {"title": "看案例", "url": "#", "fact": "46 个服务案例", "detail": "经审核后公开"},
        ],
        "listing": listing,
        "cards": [
            render_to_string("mentors/_card.html", {"card": card, "mentor": listed(card, place)})
            for place, card in enumerate(listing["items"])
        ],
        "empty_listing": {"ways_on": [{"label": "海洋装备", "url": "#", "total": 9}], "clear_url": "#"},
        "policies": _policies(),
        "notices": _notices(),
        "running": _public_notice(starts=today - timedelta(days=3), ends=today + timedelta(days=1)),
        "coming": _public_notice(starts=today + timedelta(days=2), ends=today + timedelta(days=6)),
        "over": _public_notice(starts=today - timedelta(days=9), ends=today - timedelta(days=5)),
        "activities": [notice for notice in _notices() if notice["kind"] == "activity"],
        "body": _body(),
        "sample": _sample(),
        "services": [
            {"title": "融资服务", "url": "#", "icon": "banknote", "summary": "创业担保贷款咨询与银行对接。"},
            {
                "title": "图标写错了也不会出错",
                "url": "#",
                "icon": "no-such-icon",
                "summary": "图标位置留空。",
            },
        ],
        "cases": _cases(),
        "rounds": [_round(phase) for phase in ("open", "upcoming", "closed")],
        "figures": [
            {"value": "1,204", "label": "本月服务人次"},
            {"value": "97%", "label": "48 小时内回复"},
            {"value": "4.7", "label": "本人评价均分，312 条"},
            {"value": "86", "label": "在驻企业与机构"},
        ],
        "pairs": [
            {"label": "对象", "value": "高校毕业生、登记失业人员"},
            {"label": "时限", "value": "5 个工作日"},
        ],
        "differences": _differences(),
        "steps": _steps(),
        "table_head": ["序号", "名称", "类别"],
        "table_rows": [
            ["1", "海澜潮声传感科技有限公司", "创业实体"],
            ["2", "海澜市青年创业促进会", "公益性商协会"],
        ],
        "page_obj": Paginator(range(95), 20).page(2),
        "form": ExampleForm(),
        "files": example_files(),
        "bad_form": ExampleForm({"question": "太短"}, auto_id="bad_%s"),
        "empty_links": [{"label": "去掉“海洋装备”", "url": "#"}, {"label": "看全部导师", "url": "#"}],
        "states": [
            ("valid", "有效"),
            ("not_yet", "尚未施行"),
            ("expired", "已失效"),
            ("repealed", "已废止"),
            ("open", "正在招募"),
            ("upcoming", "即将开始"),
            ("closed", "已截止"),
            ("running", "公示中"),
            ("withdrawn", "已撤回"),
        ],
        "notes": [
            Message(level, words)
            for level, words in (
                (messages.SUCCESS, "已保存，等待他人审核。"),
                (messages.INFO, "你已退出登录。"),
                (messages.WARNING, "有 1 项还没有填写。"),
                (messages.ERROR, "没有保存：网络中断。"),
            )
        ],
    }


def _policies() -> list[dict[str, Any]]:
    day = timezone.localdate()
    shared = {"url_path_on_site": "#", "published_on": day}
    return [
        shared
        | {
            "title": "关于印发《海澜市创业赋能中心管理办法》的通知",
            "summary": "六章十八条，自印发之日起实施，有效期三年。",
            "document_number": "海人社规〔2026〕7号",
            "listed_state": SimpleNamespace(value="valid", label="有效"),
        },
        shared
        | {
            "title": "关于创业总部运营管理有关问题的通知",
            "summary": "由《海澜市创业赋能中心管理办法》同时废止。",
            "listed_state": SimpleNamespace(value="repealed", label="已废止"),
        },
    ]


def _notices() -> list[dict[str, Any]]:
    now = timezone.now()
    shared = {"url_path_on_site": "#", "published_on": now.date(), "is_withdrawn": False}
    return [
        shared
        | {
            "title": "2026 年第三批拟入驻名单公示",
            "kind": "public_notice",
            "get_kind_display": "公示",
            "notice_days_left": 2,
        },
        shared
        | {
            "title": "一图读懂：谁能入驻创业赋能中心",
            "kind": "interpretation",
            "get_kind_display": "解读",
            "summary": "三类主体、四项条件、六步流程。",
        },
        shared
        | {
            "title": "创业第一课：钱从哪里来",
            "kind": "activity",
            "get_kind_display": "活动",
            "event_starts": now,
            "event_place": "创业赋能中心一层报告厅",
        },
        shared
        | {
            "title": "关于调整窗口服务时间的通知",
            "kind": "notification",
            "get_kind_display": "通知",
            "is_withdrawn": True,
        },
    ]


def _public_notice(starts: Any, ends: Any) -> dict[str, Any]:
    today = timezone.localdate()
    left = None if today < starts else max((ends - today).days + 1, 0)
    return {
        "title": "2026 年第二批拟入驻创业赋能中心名单",
        "url_path_on_site": "#",
        "notice_starts": starts,
        "notice_ends": ends,
        "notice_days": (ends - starts).days + 1,
        "notice_days_left": left,
    }


def _cases() -> list[dict[str, Any]]:
    return [
        {
            "title": "海洋传感器团队的第一轮融资",
            "url_path_on_site": "#",
            "result": "三次面谈、两轮修改，计划书从 60 页减到 14 页；两个月后签下 300 万元意向。",
            "beneficiary": "某海洋传感器初创团队",
            "mentor_page": {"title": "王晓明", "url_path_on_site": "#"},
            "service_type": "融资对接",
            "served_on": timezone.localdate(),
        }
    ]


def _round(phase: str) -> dict[str, Any]:
    now = timezone.now()
    labels = {"open": "正在招募", "upcoming": "即将开始", "closed": "已截止"}
    return {
        "title": "海澜市创业赋能中心 2026 年第三批入驻招募公告",
        "round_label": "2026 年第三批",
        "url_path_on_site": "#",
        "summary": "面向专业服务机构、公益性商协会和创业实体。",
        "applicant_kind_labels": ["专业服务机构", "公益性商协会", "创业实体"],
        "area": 1860,
        "places": 24,
        "opens_at": now - timedelta(days=8),
        "closes_at": now + timedelta(days=12),
        "current_phase": phase,
        "phase": SimpleNamespace(label=labels[phase]),
        "days_left": 12,
    }


def _differences() -> list[dict[str, Any]]:
    """A post that has become another one, in two versions."""

    def line(*words: str) -> list[SimpleNamespace]:
        return [SimpleNamespace(text=text, marked=place == 1) for place, text in enumerate(words)]

    return [
        {
            "name": "position",
            "label": "职务",
            "before": [line("投资", "总监")],
            "after": [line("投资", "合伙人")],
            "pictures": (None, None),
        }
    ]


def _steps() -> list[dict[str, Any]]:
    return [
        {"when": "11月28日 16:20", "what": "资格审核：请补正", "text": "承办：入驻受理岗", "current": True},
        {"when": "11月24日 21:40", "what": "你提交了申请", "text": "回执已生成"},
        {"when": "12月8日—12日", "what": "专家评审", "planned": True},
        {"when": "5 天", "what": "公示", "planned": True},
    ]


def _body() -> list[Block]:
    table = format_html(
        "<table><tr><th>{}</th><th>{}</th></tr><tr><td>1</td><td>{}</td></tr></table>",
        "序号",
        "名称",
        "海澜潮声传感科技有限公司",
    )
    return [
        Block("heading", "小标题"),
        Block("paragraph", format_html('<p>{}<a href="#">{}</a>。</p>', "正文一段，其中有", "链接")),
        Block("quote", {"text": "第一次有人告诉我们，先别急着找钱。", "attribution": "一位入驻创业者"}),
        Block("table", table),
    ]


def _sample() -> dict[str, Any]:
    """A page in so far as components look at one."""
    document = {"title": "入驻申请表", "url": "#", "file_extension": "docx", "get_file_size": 43210}
    return {
        "title": "组件一览",
        "introduction": "每个组件的每种状态。人物和机构均为虚构；页眉的长者模式、高对比在这里同样有效。",
        "attachments": [Block("document", document)],
        "links": [
            Block("link", {"label": "创业担保贷款政策", "path": "#"}),
            Block("link", {"label": "站外的网站", "url": "#"}),
        ],
    }


urlpatterns = [path("", styleguide, name="styleguide")]
