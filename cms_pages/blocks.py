"""The building blocks of page bodies: what editors can put on a page, and nothing else."""

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.contrib.table_block.blocks import TableBlock
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock

# Browsers read a backslash as a slash, and pass over tabs and line ends.
OWN_PATH = re.compile(r"/(?![/\\])[^\s\\]*\Z")
PLAIN_RICH_TEXT = ["bold", "ol", "ul", "link", "document-link"]


class QuoteBlock(blocks.StructBlock):
    text = blocks.TextBlock(label=_("引文"))
    attribution = blocks.CharBlock(label=_("出处"), required=False)

    class Meta:
        icon = "openquote"
        label = _("引文")


class BodyBlock(blocks.StreamBlock):
    """The body of notices, news, cases and sections."""

    heading = blocks.CharBlock(label=_("小标题"), max_length=60, icon="title")
    paragraph = blocks.RichTextBlock(label=_("正文"), features=PLAIN_RICH_TEXT)
    image = ImageBlock(label=_("图片"))
    table = TableBlock(label=_("表格"))
    quote = QuoteBlock()
    attachment = DocumentChooserBlock(label=_("附件"), icon="doc-full")


class LinkBlock(blocks.StructBlock):
    """A link whose `path`, where it has one, is an address of this site: it begins with one slash (W5)."""

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if cleaned["path"] and not OWN_PATH.match(cleaned["path"]):
            message = _("站内地址以一个“/”开头，例如 /policies/。")
            raise blocks.StructBlockValidationError(block_errors={"path": ValidationError(message)})
        return cleaned


# Law ------------------------------------------------------------------------------------------------------------


class SubItemContentBlock(blocks.StreamBlock):
    """What stands inside an item: paragraphs, and items one level down (1. 2. 3.)."""

    paragraph = blocks.TextBlock(label=_("段落"), rows=2)
    items = blocks.ListBlock(
        blocks.StructBlock([("text", blocks.TextBlock(label=_("文字"), rows=2))], label=_("目")),
        label=_("目（1. 2. 3.）"),
    )


class ItemBlock(blocks.StructBlock):
    """An item of an article, 第几项: its number is its place in the list."""

    text = blocks.TextBlock(label=_("文字"), rows=2)
    content = SubItemContentBlock(label=_("项内内容"), required=False)

    class Meta:
        label = _("项")


class ArticleContentBlock(blocks.StreamBlock):
    """What stands inside an article: paragraphs and items （一）（二）."""

    paragraph = blocks.TextBlock(label=_("段落"), rows=3)
    items = blocks.ListBlock(ItemBlock(), label=_("项（一）（二）"))


class ArticleBlock(blocks.StructBlock):
    number = blocks.IntegerBlock(label=_("条号"), min_value=1, help_text=_("第几条，用阿拉伯数字。"))
    title = blocks.CharBlock(label=_("条标题"), required=False, max_length=40)
    content = ArticleContentBlock(label=_("内容"))

    class Meta:
        icon = "list-ol"
        label = _("条")


class ChapterBlock(blocks.StructBlock):
    """Opens a chapter that runs to the next chapter block."""

    number = blocks.IntegerBlock(label=_("章号"), min_value=1)
    title = blocks.CharBlock(label=_("章名"), max_length=40)

    class Meta:
        icon = "title"
        label = _("章")


class SectionHeadingBlock(blocks.StructBlock):
    """A heading 一、二、 of a document without articles."""

    number = blocks.IntegerBlock(label=_("序号"), min_value=1, required=False)
    title = blocks.CharBlock(label=_("标题"), max_length=200)

    class Meta:
        icon = "title"
        label = _("分部标题（一、二、）")


class LawBlock(blocks.StreamBlock):
    """A document as structure: chapters, articles, items (B0, P7)."""

    chapter = ChapterBlock()
    article = ArticleBlock()
    heading = SectionHeadingBlock()
    paragraph = blocks.TextBlock(label=_("段落"), rows=3)
    table = TableBlock(label=_("表格"))


class AttachmentsBlock(blocks.StreamBlock):
    document = DocumentChooserBlock(label=_("附件"))


class ExperienceBlock(blocks.StructBlock):
    period = blocks.CharBlock(label=_("时间"), max_length=30, help_text=_("如：2018 至今"))
    role = blocks.CharBlock(label=_("单位和职务"), max_length=80)


class QuestionBlock(blocks.StructBlock):
    question = blocks.CharBlock(label=_("问题"), max_length=120)
    answer = blocks.RichTextBlock(label=_("回答"), features=PLAIN_RICH_TEXT)


class QuestionGroupBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("分组"), max_length=30)
    questions = blocks.ListBlock(QuestionBlock(), label=_("问答"))


class FactBlock(blocks.StructBlock):
    """A line of a service's fact sheet, such as 办理时限 / 5 个工作日."""

    label = blocks.CharBlock(label=_("项目"), max_length=20)
    text = blocks.CharBlock(label=_("内容"), max_length=200)
