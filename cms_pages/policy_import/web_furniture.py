"""What a web page puts around a document: navigation, tool bars, breadcrumbs, page numbers, footers."""

import re

LONGEST = 400

_WORDS = (
    "无障碍|无障碍浏览|无障碍阅读|长者模式|长者助手|适老化|关怀版|网站首页|首页|返回首页|返回|返回顶部|打印|打印本页|关闭|关闭窗口|"
    "收藏|分享|繁体|简体|繁體|English|登录|注册|搜索|RSS|微信|微博|下载|字号|大|中|小|政策解读|文字解读|图片解读|图解|解读|一图读懂|纠错|"
    "智能问答|语音播报|朗读"
)
_SEPARATOR = r"[\s|｜丨/·\[\]【】：]"
_TOOLBAR = re.compile(rf"{_SEPARATOR}*(?:{_WORDS})(?:{_SEPARATOR}+(?:{_WORDS}))*{_SEPARATOR}*", re.IGNORECASE)
_BREADCRUMB = re.compile(
    r"(?:[您你]?的?(?:现在|当前|所在)+的?位置|首页)\s?[：>›»＞/].*|[^。；]*\s[>›»＞]\s[^。；]*"
)
_FOOTER = re.compile(r"[^。；]*(?:[|｜丨][^。；|｜丨]*){2,}|[^。；]*\S\s?[|｜丨]")
_STARTS = re.compile(
    r"[【\[]?(?:上一篇|下一篇|上一条|下一条|相关(?:链接|附件|文章|解读|阅读|文件|新闻|政策|推荐|稿件)|字体|字号|来源|信息来源|"
    r"文章来源|责任编辑|编辑|分享到|扫一扫|浏览次数|阅读次数|访问量|点击数|点击量|版权所有|主办单位|承办单位|技术支持|网站标识码|网站地图|"
    r"联系我们|Copyright|©|https?://|www\.)",
    re.IGNORECASE,
)
_ANYWHERE = re.compile(r"ICP备|公网安备|公安备\d|网站标识码|版权所有|二维码|手机端浏览|浏览次数")
_FEEDBACK = re.compile(r"如果?[您你]?对.{0,12}(?:疑问|意见|建议).*(?:咨询|反馈|联系)")
_PAGE_NUMBER = re.compile(
    r"[-—–－·―\s]*\d{1,3}[-—–－·―\s]*|第\s?\d{1,3}\s?页(?:\s?[，/]?\s?共\s?\d{1,3}\s?页)?|\d{1,3}\s?/\s?\d{1,3}"
)
_RULE = re.compile(r"[-—–－_=*·…\s]{3,}")


def is_page_number(text: str) -> bool:
    """Whether a line inside a document is only its page number (— 3 —) or a drawn rule."""
    return len(text) <= LONGEST and bool(_PAGE_NUMBER.fullmatch(text) or _RULE.fullmatch(text))


def is_web_furniture(text: str) -> bool:
    """Whether a line before or after a document belongs to the web page that it was copied from.

    Lines inside the articles are never asked: there, such words may be the law.
    """
    return len(text) <= LONGEST and bool(
        is_page_number(text)
        or _TOOLBAR.fullmatch(text)
        or _BREADCRUMB.fullmatch(text)
        or _FOOTER.fullmatch(text)
        or _STARTS.match(text)
        or _ANYWHERE.search(text)
        or _FEEDBACK.match(text)
    )
