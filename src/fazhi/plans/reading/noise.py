"""Pass 2, page noise: lines that belong to the web page or the printed sheet and not to the plan.

Navigation, tables of publication data (索引号 …), visit counters, print and share buttons, page numbers, footers and
running headers. A line goes only when it is nothing else: a doubtful line stays.
"""

import re
from dataclasses import dataclass

from fazhi.plans.reading.mapped import Mapped


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the folded text: its span without outer blanks, and how many blanks stand before it."""

    start: int
    end: int
    indent: int


_PAGE_NUMBER = re.compile(
    r"[-—–_·~=]{1,3}(?:第?\d{1,3}页?)[-—–_·~=]{1,3}|第\d{1,3}页(?:[,/]?共\d{1,3}页)?|共\d{1,3}页|\d{1,3}/\d{1,3}|"
    r"page\d+(?:of\d+)?",
    re.IGNORECASE,
)
_BUTTONS = (
    "打印 打印本页 打印此页 打印页面 关闭 关闭窗口 关闭本页 关闭页面 分享 分享到 收藏 返回 返回列表 返回顶部 "
    "返回首页 回到顶部 上一页 下一页 "
    "网站首页 首页 尾页 "
    "登录 注册 无障碍 无障碍阅读 无障碍浏览 长者模式 长者专区 适老版 关怀版 简体 繁体 手机版 移动版 电脑版 "
    "微信 微博 QQ 新浪微博 腾讯微博 "
    "QQ空间 大 中 小 字体 字号 字体大小 网站地图 联系我们 设为首页 加入收藏 政务公开 政府信息公开 下载 附件下载 "
    "下载文件 复制链接 English "
    "纠错 我要纠错 保存 正文 全文 目录 目 视力保护色 政务服务 互动交流 政民互动 走进 新闻中心 信息公开 "
    "法定主动公开内容 规划计划 政策解读 "
    "政策文件 公告公示 朗读 语音播报 扫一扫 二维码 收起 展开 更多 进入关怀版 智能问答 搜索 站内搜索"
)
_BUTTON = re.compile(
    "(?:" + "|".join(sorted(map(re.escape, _BUTTONS.split()), key=len, reverse=True)) + ")", re.IGNORECASE
)
_SCAN = re.compile(r"(?:用)?(?:手机|微信)?扫一?扫.{0,16}")
_SEPARATORS = re.compile(r"[\s|/>›»\[\]【】()<〈〉:;,、·+＋\-—]+")
_NAVIGATION = re.compile(
    r"(?:您?(?:现在|当前|所在|目前)?(?:的|所在)?(?:当前)?位置(?:是)?|当前页面?|当前所在|首页(?=[>›»-])|网站首页)[:>›»-]"
    r"|您的位置|今天是[:\d]|扫一?扫|(?:用)?(?:手机|微信)扫|上一[篇条页][:]|下一[篇条页][:]|相关(?:链接|阅读|解读|"
    r"新闻|稿件|推荐)[::]?"
    r"|分享到|版权所有|copyright|©|网站(?:标识码|地图|声明|编号)|技术支持|.{0,20}ICP备|.{0,12}公网安备|政府网站|"
    r"免责声明|附件下载"
    r"|主办:|承办:.{0,20}(?:办公室|中心|网)|建议使用|本站|友情链接",
    re.IGNORECASE,
)
_PUBLICATION = re.compile(
    r"(?:索引号|索引|发布(?:机构|日期|时间|单位)|公开(?:日期|方式|时间|形式|类别|属性)|成文日期|生成日期|制发(?:机构|"
    r"单位)|主题(?:分类|词)|体裁分类|有效性|时效性|"
    r"(?:信息|文章|稿件|新闻)?来源|(?:文章)?作者|(?:责任)?编辑|浏览(?:次数|量)?|点击(?:次数|量|数|率)?|阅读(?:次数|"
    r"量)?|访问(?:次数|量)|字体(?:大小)?|字号|"
    r"文字大小|审核|签发人|日期|时间|更新时间|统一编号|文号|发文(?:字号|机关|机构|日期)|标题|信息分类|组配分类|"
    r"内容分类|关键[词字]|效力状态|公文种类|名称|"
    r"文件编号|登记号|规范性文件编号|制定机关|公布日期|施行日期|效力等级)[:|]"
)
_FOOTER = re.compile(
    r"(?:打印|关闭|返回顶部|返回列表|上一篇|下一篇|扫一?扫|版权所有|网站标识码|主办:|.*ICP备|.*公网安备|分享到?$|"
    r"附件下载)"
)
_BUTTON_TAIL = re.compile(
    r"(?:\s*[\[【(]?\s?(?:打印(?:本页|此页)?|关闭(?:窗口|本页)?|分享(?:到)?|返回(?:顶部|列表|首页)?|"
    r"扫一扫[^。\n]{0,20}|收藏)\s?[\]】)]?)+\s*$"
)
_SITE = re.compile(
    r"ICP备|公网安备|网站标识码|技术支持|版权所有|copyright|网站地图|浏览器|举报(?:热线|电话|邮箱)|分辨率|不良信息",
    re.IGNORECASE,
)
_NO_HEADER = re.compile(r"[:。、|]|单位|[局办委厅院府门]$|^[\d/]+|[月年]底|全年")
# 1.领导之窗 2.机构职能 3.政策文件: the entries of a menu, numbered on one line, each a few characters and no sentence.
_ENTRY = r"\d{1,2}\s?[.、]\s?[^\s\d.、,。;:()]{2,8}"
_MENU = re.compile(rf"(?:{_ENTRY}\s+){{2,}}{_ENTRY}")
_LINKS = re.compile(
    r"[【\[(]?(?:相关(?:链接|阅读|新闻|文章|信息|文件|解读|推荐)|延伸阅读|推荐阅读|猜你喜欢|热门文章)[】\])]?\s*:?\s*(?:\n|$)"
)
_LONE_NUMBER = re.compile(r"\d{1,3}")
_BAR = re.compile(r"[|｜│┃]")
_SITE_LINE = re.compile(
    r"(?:主办|承办|主管|协办|维护)(?:单位)?:|(?:地址|邮编|邮政编码|电话|联系电话|传真|邮箱):|联系我们"
)
_MEANINGFUL = re.compile(r"(?:责任|牵头|配合|相关|主办|承办)单位|[。;]")


def lines_of(text: Mapped) -> list[Line]:
    """The lines that have something visible."""
    lines = []
    place = 0
    for raw in text.folded.split("\n"):
        bare = raw.strip()
        if bare:
            indent = len(raw) - len(raw.lstrip())
            start = place + indent
            lines.append(Line(start, start + len(bare), indent))
        place += len(raw) + 1
    return lines


def is_noise(line: str) -> bool:
    """Whether the line (folded, no blanks at its ends) is page furniture."""
    dense = "".join(line.split())
    if _PAGE_NUMBER.fullmatch(dense):
        return True
    if _SITE_LINE.match(dense) and _SITE.search(dense) and len(dense) < 120 and "。" not in dense:
        return True
    if _MENU.fullmatch(line):
        return True
    if len(dense) > 200 or _MEANINGFUL.search(dense):
        return False
    if _NAVIGATION.match(dense.lstrip("【[(")) or (
        _PUBLICATION.match(dense.lstrip("|【[(")) and not _starts_item(dense)
    ):
        return True
    words = [word for word in _SEPARATORS.split(line) if word]
    return bool(words) and all(_BUTTON.fullmatch(word) or _SCAN.fullmatch(word) for word in words)


def _starts_item(dense: str) -> bool:
    """A line like 名称:… of a task sheet is told from publication data by what plans only have in tasks."""
    return dense.startswith(("时间:", "名称:", "标题:", "审核:")) and len(dense) > 40


def without_noise(text: Mapped, lines: list[Line], decisions: list[str]) -> list[Line]:
    """The lines that belong to the plan; what goes is told in `decisions`."""
    kept: list[Line] = []
    lines = _without_lone_bars(text, _without_footer(text, lines, decisions))
    for line in lines:
        words = text.folded[line.start : line.end]
        if is_noise(words):
            if len(decisions) < 40:
                decisions.append(f"页面杂项：{words[:30]}")
            continue
        tail = _BUTTON_TAIL.search(words, max(0, len(words) - 80))
        if tail and tail.start() > 0:
            line = Line(line.start, line.start + tail.start(), line.indent)
        kept.append(line)
    return _without_running_headers(text, kept)


def _without_footer(text: Mapped, lines: list[Line], decisions: list[str]) -> list[Line]:
    """Drop the foot of the page as a whole: there 主办单位：… names who keeps the web site, and no task's unit."""
    lines = _without_links(text, lines, decisions)
    end = len(lines)
    sure = False
    while end > max(1, len(lines) - 12):
        words = text.folded[lines[end - 1].start : lines[end - 1].end]
        if is_noise(words) or _SITE.search(words):
            sure = True
        elif not (_SITE_LINE.match(words) and len(words) < 120 and "。" not in words):
            break
        end -= 1
    if not sure:
        return lines
    if end < len(lines):
        decisions.append(f"页脚：{text.folded[lines[end].start : lines[end].end][:30]}")
    return lines[:end]


def _without_links(text: Mapped, lines: list[Line], decisions: list[str]) -> list[Line]:
    """Drop what a page lists after 相关链接: other documents, often numbered as tasks are. A plan would name units."""
    for index in range(len(lines) // 2, len(lines)):
        below = text.folded[lines[index].start :]
        if _LINKS.match(below):
            if len(lines) - index > 20 or _MEANINGFUL.search(below):
                return lines
            decisions.append(f"相关链接：{below[:30]}")
            return lines[:index]
    return lines


def _without_lone_bars(text: Mapped, lines: list[Line]) -> list[Line]:
    """Drop bars that stand on lines of their own: what is left of a table's rules where each cell came to be a line."""
    bars = [line for line in lines if _BAR.fullmatch(text.folded, line.start, line.end)]
    if len(bars) < 4:
        return lines
    return [line for line in lines if not _BAR.fullmatch(text.folded, line.start, line.end)]


def _without_running_headers(text: Mapped, lines: list[Line]) -> list[Line]:
    """Drop a short line that comes back again and again in the middle of sentences: the head of each printed page."""
    count: dict[str, int] = {}
    for line in lines:
        if line.end - line.start <= 30:
            words = text.folded[line.start : line.end]
            count[words] = count.get(words, 0) + 1
    if max(count.values(), default=0) < 3:
        return lines
    kept: list[Line] = []
    headed = False
    for line in lines:
        words = text.folded[line.start : line.end]
        may_head = count.get(words, 0) >= 3 and not _NO_HEADER.search(words)
        page = bool(kept) and _LONE_NUMBER.fullmatch(text.folded, kept[-1].start, kept[-1].end)
        if may_head and page:
            kept.pop()
        if may_head and (page or (kept and text.folded[kept[-1].end - 1] not in "。;!?:)】”|")):
            headed = True
            continue
        if not (headed and _LONE_NUMBER.fullmatch(words) and line is lines[-1]):
            kept.append(line)
    return kept
