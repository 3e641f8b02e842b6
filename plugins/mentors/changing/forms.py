"""What a mentor fills in about themselves. Nothing is saved here: the page in memory goes to the action."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django import forms
from django.db import transaction
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.images.fields import WagtailImageField

from cms_pages.models import MentorPage, PortalImage
from plugins.mentors.actions.profile_change import begin_change, hide_page, write_change
from plugins.mentors.changing.content import TERMS, proposed_page
from plugins.mentors.importing.columns import LONGEST_POINT, MOST_FIELDS, MOST_POINTS
from plugins.mentors.models import Mentor, ProfileChange
from portal.files.images import cleaned_image
from portal.files.names import safe_name

MOST_ROWS = 12
LONGEST_INTRODUCTION = 5000
LONGEST_PERIOD, LONGEST_ROLE = 30, 80
COLONS = "：:"
CHOOSERS = (*TERMS, "ways", "times", "stages")

SECTIONS: tuple[tuple[Any, tuple[str, ...]], ...] = (
    (gettext_lazy("我能帮你什么"), ("headline", "help_points", "introduction")),
    (
        gettext_lazy("基本信息"),
        ("organisation", "position", "years_of_experience", "district", "photo", "without_photo"),
    ),
    (gettext_lazy("擅长领域"), ("fields", "industries", "service_types", "stages")),
    (gettext_lazy("服务方式与时间"), ("ways", "times", "languages")),
    (gettext_lazy("经历"), ("experience",)),
)


def photo_field(**options: Any) -> WagtailImageField:
    """A picture as Wagtail takes them, in kinds and size, which it says itself over whatever else is said."""
    field = WagtailImageField(label=gettext_lazy("换一张照片"), widget=forms.ClearableFileInput, **options)
    field.help_text = gettext_lazy("正面免冠近照，JPG、PNG 或 WebP，不超过 10 MB。审核通过后才公开。")
    return field


def cleaned_photo(file: Any) -> Any:
    """The picture drawn anew."""
    return cleaned_image(file, safe_name(file.name)) if file else None


@contextmanager
def with_photo(page: MentorPage, photo: Any, actor: Any) -> Iterator[None]:
    """The photo, if there is one, is on the page while that is written; where it is refused, the file goes with the row."""
    if not photo:
        yield
        return
    kept = PortalImage.objects.create(title=page.title, file=photo, uploaded_by_user=actor)
    page.portrait = kept
    try:
        yield
    except Exception:
        kept.file.delete(save=False)
        raise


class PhotoForm(forms.Form):
    """The photo alone, by the same rules as on the page."""

    photo = photo_field()

    def clean_photo(self) -> Any:
        return cleaned_photo(self.cleaned_data["photo"])

    @transaction.atomic
    def save(self, change: ProfileChange, *, seen: int, actor: Any) -> ProfileChange:
        """Write it into the change. Raises Refused."""
        page = proposed_page(change)
        with with_photo(page, self.cleaned_data["photo"], actor):
            return write_change(change, page, actor=actor, seen=seen)


def lines(text: str) -> list[str]:
    """What stands in each line, without blank ones."""
    return [line.strip() for line in text.splitlines() if line.strip()]


class ProfileForm(forms.ModelForm):
    """A mentor's page as the mentor writes it: lists are one thing a line, terms are ticked.

    `seen` is the version that the person had before them. `save` ends in the action and raises Refused.
    """

    help_points = forms.CharField(
        label=gettext_lazy("我能帮你什么"),
        help_text=gettext_lazy("一行写一件事，最多 10 行。"),
        widget=forms.Textarea(attrs={"rows": 5}),
        required=False,
    )
    experience = forms.CharField(
        label=gettext_lazy("经历"),
        help_text=gettext_lazy("一行写一段，最多 12 行，如：2018 至今：海岸资本 投资总监"),
        widget=forms.Textarea(attrs={"rows": 5}),
        required=False,
    )
    introduction = forms.CharField(
        label=gettext_lazy("介绍"),
        widget=forms.Textarea(attrs={"rows": 8}),
        max_length=LONGEST_INTRODUCTION,
        required=False,
    )
    photo = photo_field(required=False)
    without_photo = forms.BooleanField(label=gettext_lazy("不再显示照片"), required=False)
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = MentorPage
        fields = [
            *("headline", "introduction", "organisation", "position", "years_of_experience", "district"),
            *("fields", "industries", "service_types", "stages", "ways", "times", "languages"),
        ]
        widgets = dict.fromkeys(CHOOSERS, forms.CheckboxSelectMultiple)

    def __init__(self, data: Any = None, files: Any = None, *, page: MentorPage, seen: int | None) -> None:
        given = {
            "help_points": "\n".join(page.points),
            "experience": "\n".join(
                f"{block.value['period']}：{block.value['role']}" for block in page.experience
            ),
            "seen": seen,
        }
        super().__init__(data, files, instance=page, initial=given)
        if not page.portrait_id:
            del self.fields["without_photo"]

    @property
    def sections(self) -> Iterator[tuple[Any, Sequence[BoundField]]]:
        """The fields under their headings."""
        for heading, names in SECTIONS:
            yield heading, [self[name] for name in names if name in self.fields]

    def clean_fields(self) -> Any:
        chosen = self.cleaned_data["fields"]
        if len(chosen) > MOST_FIELDS:
            words = {"most": MOST_FIELDS, "now": len(chosen)}
            raise forms.ValidationError(_("最多选 %(most)d 个，现在选了 %(now)d 个。") % words)
        return chosen

    def clean_help_points(self) -> list[tuple[str, str]]:
        points = _at_most(lines(self.cleaned_data["help_points"]), MOST_POINTS)
        return [("point", _short(point, LONGEST_POINT)) for point in points]

    def clean_experience(self) -> list[tuple[str, dict[str, str]]]:
        rows = _at_most(lines(self.cleaned_data["experience"]), MOST_ROWS)
        return [("row", _row(line)) for line in rows]

    def clean_photo(self) -> Any:
        return cleaned_photo(self.cleaned_data["photo"])

    def see(self, version: int | None) -> None:
        """Show what was typed once more, now that the person has been told of a newer version."""
        data: Any = self.data.copy()  # type: ignore[attr-defined] # a QueryDict, or nothing would have been refused
        data["seen"] = str(version or "")
        self.data = data

    @transaction.atomic
    def save(self, mentor: Mentor, *, actor: Any) -> ProfileChange:  # type: ignore[override]
        """Write it into the mentor's open change, begun where there is none."""
        page = self._page()
        change = begin_change(mentor, actor=actor)
        if self.cleaned_data.get("without_photo"):
            page.portrait = None
        with with_photo(page, self.cleaned_data.get("photo"), actor):
            return write_change(change, page, actor=actor, seen=self._seen(change))

    @transaction.atomic
    def save_so_far(self, mentor: Mentor, *, actor: Any) -> ProfileChange:
        """The same with what is valid while the mentor still types; the rest stays as it was, and the photo waits."""
        self.is_valid()
        change = begin_change(mentor, actor=actor)
        return write_change(change, self._page(), actor=actor, seen=self._seen(change), in_passing=True)

    @property
    def wrong(self) -> str:
        """The labels of what is not valid."""
        return _("、").join(str(self.fields[name].label) for name in self.errors if name in self.fields)

    def _page(self) -> MentorPage:
        """The page in memory with what is valid; it keeps its terms with it until it is saved."""
        page: MentorPage = self.instance
        for name in (*TERMS, "help_points", "experience"):
            if name in self.cleaned_data:
                value = self.cleaned_data[name]
                setattr(page, name, list(value) if name in TERMS else value)
        return page

    def _seen(self, change: ProfileChange) -> int:
        """The version before the person; for whom nothing was begun yet, the one with which a change begins."""
        seen: int | None = self.cleaned_data.get("seen")
        return (change.base_id or 0) if seen is None else seen


class HideForm(forms.Form):
    """Why the page goes away at once."""

    reason = forms.CharField(
        label=gettext_lazy("理由"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("请写明隐藏的理由。")},
    )

    def save(self, mentor: Mentor, *, actor: Any) -> None:
        hide_page(mentor, actor=actor, reason=self.cleaned_data["reason"])


def _row(line: str) -> dict[str, str]:
    place = min((line.find(colon) for colon in COLONS if colon in line), default=-1)
    period, role = line[:place].strip(), line[place + 1 :].strip()
    if place < 1 or not role:
        raise forms.ValidationError(_("“%s”请写成“时间：单位和职务”。") % line)
    return {"period": _short(period, LONGEST_PERIOD), "role": _short(role, LONGEST_ROLE)}


def _short(text: str, longest: int) -> str:
    if len(text) > longest:
        words = {"text": text[:12], "most": longest, "now": len(text)}
        raise forms.ValidationError(_("“%(text)s……”最多 %(most)d 字，现有 %(now)d 字。") % words)
    return text


def _at_most(found: list[str], most: int) -> list[str]:
    if len(found) > most:
        raise forms.ValidationError(
            _("最多 %(most)d 行，现有 %(now)d 行。") % {"most": most, "now": len(found)}
        )
    return found
