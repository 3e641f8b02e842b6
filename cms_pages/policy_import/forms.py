"""The two forms of the importer: choose a file, confirm what was read."""

from typing import Any

from django import forms
from django.conf import settings
from django.core import signing
from django.utils.translation import gettext_lazy as _

from cms_pages.models import PolicyIndexPage, PolicyPage
from cms_pages.policy_import.findings import Finding, PolicyImportError
from cms_pages.policy_import.parsing import parse
from cms_pages.policy_import.reading import read
from cms_pages.policy_import.tree import Line, ParsedPolicy, Reading
from portal.accounts.models import User

SALT = "cms_pages.policy_import"
CONFIRM_WITHIN = 2 * 3600  # seconds between upload and confirmation


class UploadForm(forms.Form):
    """Step one: a file and the section that the page goes into. Clean data hold the parsed ``policy``."""

    file = forms.FileField(
        label=_("文件"),
        help_text=_(
            "纯文本（UTF-8 或 GB 18030）或 docx。可以直接用从网页复制保存的文本，网页导航和页脚会略去并列出。"
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ".txt,.docx"}),
    )
    parent = forms.ModelChoiceField(
        label=_("保存到"), queryset=PolicyIndexPage.objects.none(), empty_label=None
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.reading: Reading | None = None
        self.policy: ParsedPolicy | None = None
        self.refusals: tuple[Finding, ...] = ()
        field = self.fields["parent"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = policy_sections(user)
        field.initial = field.queryset.first()
        if field.queryset.count() == 1:
            field.widget = forms.HiddenInput()

    def clean_file(self) -> Any:
        """Read and parse the upload; what is refused is kept in ``refusals``, reason by reason."""
        upload = self.cleaned_data["file"]
        try:
            self.reading = read(upload.read(), max_bytes=settings.POLICY_IMPORT_MAX_BYTES)
            self.policy = parse(self.reading)
        except PolicyImportError as error:
            self.refusals = error.findings
            raise forms.ValidationError(_("这份文件没有读懂，原因见页面上方。")) from error
        return upload

    def signed(self) -> str:
        """What was read, for the confirmation to carry: only this user can hand it in, for two hours."""
        assert self.reading is not None
        lines = [[line.number, line.text] for line in self.reading.lines]
        content = {"user": self.user.pk, "parent": self.cleaned_data["parent"].pk, "lines": lines}
        return signing.dumps(content, salt=SALT, compress=True)


class ConfirmForm(forms.Form):
    """Step two: what was read, signed, so that exactly what was shown is saved."""

    document = forms.CharField(widget=forms.HiddenInput)
    again = forms.BooleanField(
        label=_("仍然另存一份草稿"), required=False, help_text=_("本站已有这份文件时才需要勾选。")
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean(self) -> dict[str, Any]:
        """Put the section as ``parent`` and the parsed document as ``policy`` beside the signed text."""
        cleaned = super().clean() or {}
        if "document" not in cleaned:
            return cleaned
        try:
            content = signing.loads(cleaned["document"], salt=SALT, max_age=CONFIRM_WITHIN)
        except signing.BadSignature as error:
            raise forms.ValidationError(_("预览已超过两小时或不完整，请重新上传。")) from error
        parent = policy_sections(self.user).filter(pk=content["parent"]).first()
        if content["user"] != self.user.pk or parent is None:
            raise forms.ValidationError(_("预览不属于当前账号，请重新上传。"))
        policy = parse(Reading([Line(number, text) for number, text in content["lines"]]))
        return cleaned | {"parent": parent, "policy": policy}


def policy_sections(user: User) -> Any:
    """The policy sections under which the user may add a page."""
    allowed = [
        section.pk
        for section in PolicyIndexPage.objects.all()
        if PolicyPage.can_create_at(section) and section.permissions_for_user(user).can_add_subpage()
    ]
    return PolicyIndexPage.objects.filter(pk__in=allowed).order_by("path")
