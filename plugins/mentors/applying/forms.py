"""The forms of an application's sections, for page and API alike, and of the statement.

A draft keeps everything that was typed: what is valid goes into its column, the rest is put aside as it came. So each
form knows, beside what is wrong, what of it may be kept.
"""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms_pages.choices import AvailableTime, Stage, Way
from cms_pages.models import District, Field, Industry, Language
from cms_pages.personal_data.detectors import find
from plugins.mentors.actions.application import pledge, save_section
from plugins.mentors.applying.becoming import lines_of, row_of
from plugins.mentors.applying.sections import (
    BACKGROUND,
    BASICS,
    EXPERTISE,
    SERVICE,
    Section,
    rough_of,
    values_of,
)
from plugins.mentors.models import Application
from portal.accounts.phones import MOBILE, normal
from portal.identity import numbers

LONGEST_KEPT = 10_000
MOST_FIELDS = 6
MOST_POINTS, LONGEST_POINT = 6, 120
MOST_ROWS, LONGEST_PERIOD, LONGEST_ROLE = 12, 30, 80


def _words(name: str, hint: Any = "", rows: int = 0, **options: Any) -> forms.CharField:
    """A text field called as the model calls it, that says what is missing."""
    column: Any = Application._meta.get_field(name)
    widget = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput()
    widget.attrs |= options.pop("attrs", {})
    label = column.verbose_name
    given = {"max_length": column.max_length} | options
    return forms.CharField(label=label, help_text=hint, widget=widget, error_messages=_missing(), **given)


def _label(name: str) -> Any:
    column: Any = Application._meta.get_field(name)
    return column.verbose_name


def _missing() -> dict[str, Any]:
    return {"required": gettext_lazy("请填写这一项。")}


def _terms(name: str, model: Any, hint: Any = "", *, required: bool = True) -> forms.ModelMultipleChoiceField:
    """Several terms of a list, by their slugs."""
    return forms.ModelMultipleChoiceField(
        queryset=model.objects.all(),
        to_field_name="slug",
        label=_label(name),
        help_text=hint,
        required=required,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("请至少选一项。")},
    )


def _several(name: str, choices: Any, hint: Any = "", *, required: bool = True) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        choices=choices.choices,
        label=_label(name),
        help_text=hint,
        required=required,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("请至少选一项。")},
    )


def without_numbers(text: str) -> str:
    """A text for the public page, which never shows a number of a person (P14). Raises ValidationError."""
    if found := find(text):
        raise ValidationError(
            _("这里会公开，请去掉手机号、证件号或卡号（%s）。") % "、".join(match.masked for match in found)
        )
    return text


class SectionForm(forms.Form):
    """One section of an application: bound to what was sent, or showing what is kept."""

    section: Section

    def __init__(self, application: Application, data: Any = None, *, version: int | None = None) -> None:
        self.application = application
        self.version = application.version_of(self.section.name) if version is None else version
        super().__init__(data, initial=_kept(application, self.section))

    def save(self, *, actor: Any) -> Application:
        """Keep it, whole or not. Raises DraftChanged and Refused, see `save_section`."""
        self.is_valid()
        self.application = save_section(
            self.application,
            self.section,
            self.given(),
            rough=self.rough(),
            version=self.version,
            actor=actor,
        )
        self.version = self.application.version_of(self.section.name)
        return self.application

    def given(self) -> dict[str, Any]:
        """What may be kept in its column: what is valid, and nothing where a field was left empty."""
        rough = self.rough()
        empty = {name: _nothing(field) for name, field in self.fields.items() if name not in rough}
        return empty | {name: value for name, value in self.cleaned_data.items() if name in self.fields}

    def rough(self) -> dict[str, list[str]]:
        """What is not valid, as it was sent; a field that was left empty is not rough."""
        wrong = {name: self._sent(name) for name in self.errors if name in self.fields}
        return {name: sent for name, sent in wrong.items() if any(text.strip() for text in sent)}

    def is_oversized(self) -> bool:
        """Whether a field has more than anybody types: that is not kept, valid or not."""
        return any(sum(map(len, self._sent(name))) > LONGEST_KEPT for name in self.fields)

    def problems(self) -> list[str]:
        """Everything wrong, with the label before it."""
        return [
            f"{self.fields[name].label}：{error}" for name, errors in self.errors.items() for error in errors
        ]

    def shown(self) -> dict[str, Any]:
        """What the form holds, for comparing: clean where valid, as sent elsewhere."""
        self.is_valid()
        return {
            name: self.cleaned_data[name] if name in self.cleaned_data else "、".join(self._sent(name))
            for name in self.fields
        }

    def _sent(self, name: str) -> list[str]:
        sent: Any = self.data
        value = sent.getlist(name) if hasattr(sent, "getlist") else sent.get(name, [])
        values = value if isinstance(value, list) else [value]
        return [str(one) for one in values if one is not None]


class BasicsForm(SectionForm):
    section = BASICS

    name = _words("name", gettext_lazy("与身份证件一致，聘任后公开。"), attrs={"autocomplete": "name"})
    organisation = _words(
        "organisation", gettext_lazy("现在任职的单位，写全称。"), attrs={"autocomplete": "organization"}
    )
    position = _words("position", attrs={"autocomplete": "organization-title"})
    years = forms.IntegerField(
        label=gettext_lazy("从业年限"),
        help_text=gettext_lazy("在相关行业工作了几年，填整数。"),
        min_value=0,
        max_value=70,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "short"}),
        error_messages=_missing() | {"invalid": gettext_lazy("请填写整数，例如 12。")},
    )
    district = forms.ModelChoiceField(
        District.objects.all(),
        to_field_name="slug",
        label=gettext_lazy("区市"),
        help_text=gettext_lazy("方便面谈的区市。"),
        empty_label=gettext_lazy("请选择"),
        error_messages={"required": gettext_lazy("请选择区市。")},
    )
    phone = _words(
        "phone",
        gettext_lazy("只有经办人能看到，不公开。"),
        max_length=30,
        attrs={"type": "tel", "autocomplete": "tel", "inputmode": "tel"},
    )
    email = forms.EmailField(
        label=gettext_lazy("邮箱"),
        help_text=gettext_lazy("只有经办人能看到，不公开。"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages=_missing() | {"invalid": gettext_lazy("请填写完整的邮箱，例如 name@example.com。")},
    )
    id_number = _words(
        "id_number",
        gettext_lazy("只用于制发聘书，加密保存；现在不填，聘任时再补也可以。"),
        max_length=30,
        required=False,
        attrs={"autocomplete": "off"},
    )

    def clean_phone(self) -> str:
        number = normal(self.cleaned_data["phone"])
        if not MOBILE.fullmatch(number):
            raise ValidationError(_("请填写 11 位手机号，例如 13800138000。"))
        return number

    def clean_id_number(self) -> str:
        number = numbers.normalised(self.cleaned_data["id_number"])
        if number and not numbers.is_id_number(number):
            raise ValidationError(_("这不是有效的居民身份证号码：应为 18 位，请对照证件检查。"))
        return number


class BackgroundForm(SectionForm):
    section = BACKGROUND

    education = _words("education", gettext_lazy("最高学历和专业，例如：硕士，工商管理。不公开。"))
    experience = _words(
        "experience",
        gettext_lazy("每行一段：时间、空格、单位和职务，例如“2018至今 海岚创投 投资总监”。会公开。"),
        rows=5,
        max_length=1500,
    )
    introduction = _words(
        "introduction",
        gettext_lazy("做过什么、做成过什么，200 至 500 字为宜。会公开，不写电话和邮箱。"),
        rows=6,
        max_length=2000,
    )

    def clean_experience(self) -> str:
        lines = lines_of(without_numbers(self.cleaned_data["experience"]))
        if len(lines) > MOST_ROWS:
            raise ValidationError(_("最多 %d 段经历，请合并。") % MOST_ROWS)
        for line in lines:
            row = row_of(line)
            if len(row["period"]) > LONGEST_PERIOD or len(row["role"]) > LONGEST_ROLE:
                raise ValidationError(_("这一段太长，或者时间后面没有空格：%s") % line[:20])
        return "\n".join(lines)

    def clean_introduction(self) -> str:
        return without_numbers(self.cleaned_data["introduction"])


class ExpertiseForm(SectionForm):
    section = EXPERTISE

    headline = _words(
        "headline", gettext_lazy("以“我能帮你什么”来写，例如：把商业计划书改到投资人愿意看第二遍。")
    )
    help_points = _words(
        "help_points",
        gettext_lazy("每行一件事，最多 6 行。写具体的事，例如“估算第一轮要融多少钱”，不写“提供专业指导”。"),
        rows=5,
        max_length=1000,
    )
    fields = _terms("fields", Field, gettext_lazy("1 至 6 个，选最有把握的。"))  # type: ignore[assignment]
    industries = _terms("industries", Industry, required=False)
    stages = _several(
        "stages", Stage, gettext_lazy("最擅长帮助哪个阶段的创业者；不限时不选。"), required=False
    )

    def clean_headline(self) -> str:
        return without_numbers(self.cleaned_data["headline"])

    def clean_help_points(self) -> str:
        lines = lines_of(without_numbers(self.cleaned_data["help_points"]))
        if len(lines) > MOST_POINTS:
            raise ValidationError(_("最多 %d 件事，请留下最重要的。") % MOST_POINTS)
        if any(len(line) > LONGEST_POINT for line in lines):
            raise ValidationError(_("每件事不超过 %d 个字。") % LONGEST_POINT)
        return "\n".join(lines)

    def clean_fields(self) -> Any:
        chosen = self.cleaned_data["fields"]
        if len(chosen) > MOST_FIELDS:
            words = {"number": len(chosen), "most": MOST_FIELDS}
            raise ValidationError(_("选了 %(number)d 个，最多 %(most)d 个。") % words)
        return chosen


class ServiceForm(SectionForm):
    section = SERVICE

    ways = _several("ways", Way, gettext_lazy("创业者可以怎样找你。"))
    times = _several("times", AvailableTime, gettext_lazy("通常什么时候方便；每次的具体时间另行约定。"))
    languages = _terms("languages", Language, gettext_lazy("除普通话外还能用哪些语言。"), required=False)


FORMS: Mapping[str, type[SectionForm]] = {
    form.section.name: form for form in (BasicsForm, BackgroundForm, ExpertiseForm, ServiceForm)
}


def form_for(application: Application, section: Section, data: Any = None, **options: Any) -> SectionForm:
    """The form of a section."""
    return FORMS[section.name](application, data, **options)


class PledgeForm(forms.Form):
    """The applicant's yes to the statement."""

    agreed = forms.BooleanField(
        label=gettext_lazy("我已阅读并作出以上承诺"),
        error_messages={"required": gettext_lazy("请先阅读承诺，勾选后再保存。")},
    )

    def save(self, application: Application, *, actor: Any) -> Application:
        return pledge(application, actor=actor)


def _kept(application: Application, section: Section) -> dict[str, Any]:
    """What the section shows: what is kept, and in its place what was typed and is not valid yet."""
    rough = {
        name: sent if len(sent) > 1 else sent[0] for name, sent in rough_of(application, section).items()
    }
    return values_of(application, section) | rough


def _nothing(field: forms.Field) -> Any:
    """What an empty field leaves in its column."""
    if isinstance(field, forms.ModelChoiceField) and not isinstance(field, forms.ModelMultipleChoiceField):
        return None
    if isinstance(field, forms.IntegerField):
        return None
    return [] if isinstance(field, (forms.MultipleChoiceField, forms.ModelMultipleChoiceField)) else ""
