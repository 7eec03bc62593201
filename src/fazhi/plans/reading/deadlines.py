"""Deadlines of a task (完成时限): which of the dates, periods and recurring times in its text bind it.

Dates and times are read by dates.py and recurrences.py. Here is the judgement, in this order:
1. What stands in a book title, a quotation or a 文号 is a name.
2. After a label (完成时限:) every time is a deadline, and so are 长期坚持, 持续推进 and their like.
3. A time with a sign of an end (6月底前, 到2025年, 15日内) or of return (每季度) is one.
4. A bare time (2024年, 6月, 上半年) is one when it is an adverbial: before a doing or a comma, not inside a noun.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from fazhi.plans.reading.clauses import Clauses, split_clauses
from fazhi.plans.reading.dates import CalendarDate, read_date
from fazhi.plans.reading.numerals import half_width, skip_spaces
from fazhi.plans.reading.recurrences import Recurrence, read_recurrence, read_time_limit
from fazhi.plans.reading.wordlists import words

_LABELS = words(
    "完成时限 完成时间 完成期限 时间节点 时间安排 时间要求 时间进度 时间期限 推进时间 推进时限 办结时限",
    "整改时限 落实时限 实施时间 工作时限 进度安排 进度要求 进度时限 截止时间 计划完成时间 责任时限 时限要求",
    "期限 时限",
)
_LABEL_WINDOW = 60
_SHORT_GLOSS = 3
_LABEL_ENDS = frozenset(";。)]】}|")

_STEADY = ("长期", "持续", "常态化", "常态", "常年", "经常性", "动态")
_STEADY_BEGINS = frozenset(word[0] for word in _STEADY)
_STEADY_DOINGS = words("坚持 推进 开展 实施 落实 执行 进行 保持 深化 抓好 优化 完善 推动 整治 整改 用力 更新 调整")
_STEADY_SENTENCES = frozenset(
    first + second
    for first in ("长期", "持续", "常态化", "常态长效")
    for second in ("坚持", "推进", "开展", "实施", "落实", "执行", "抓好")
)

# What may follow a bare time that is an adverbial: what a plan has people do, and the words that lead to it.
_DOINGS = words(
    "全面 基本 完成 实现 达到 达 建成 建立 开展 组织 启动 出台 制定 印发 推行 推动 推进 实施 举办 召开 集中",
    "进行 对 要 应 将 力争 争取 确保 全部 全市 全县 全区 全省 各 新增 新建 率先 力求 编制 修订 起草 形成 报送",
    "公布 发布 培训 评选 抽查 检查 评查 重点 继续 深入 分步 分批 陆续 正式 投入 自查 逐步 初步 至少 不少于",
    "不低于 提请 提交 聘任 选聘 办理 化解 打造 培育 创建 落实 汇总 报告 总结 整改 验收 督察 督查 督导 通报",
    "上线 运行 建设 清理 梳理 完善 健全 调整 选派 选树 配备 配齐 每 力促 巩固 扩大 推广 试点 评估 考核 持续",
    "常态 坚持 定期 统筹 与 由 审议 提高 提升 降至 控制 保持 向 在 把 征集 设立 成立 取得 安排 分别 再 不 转入",
    "基本 务必 深化 加强 优化 接入 迎接 参加 做好 开始 结束 结题 试行 施行 底前 申报 筹备 部署 动员 研究 学习",
    "走访 专题 牵头 会同 联合 依托 围绕",
)
# “全年工作计划”, “2024年行政执法培训计划”: the time belongs to the noun behind it.
_NOUN_HEADS = words(
    "计划 工作 目标 任务 度 收入 指标 立法 重点工作 重点任务 重点项目 “ 《 的 版 以来 以后 起 后 初 未",
    "建设工作 对应",
)
_PREDICATES = words("达到 实现 完成 建成 不低于 不少于 提高到 提升至 提升到 全覆盖 控制在 不超过 出台 降至")
_YEARLY_NOUNS = ("考核", "述职", "述法", "总结", "报告", "督察", "督查", "评估")  # 年底考核, but 9月督察
_NOUN_DOINGS = words("培训 考核 评估 督察 督查 检查 抽查 建设 清理 整改 试点 报告 总结 调整 实施 推进 评查 学习 研究")
_PLAN_NOUNS = words("计划 方案 要点 清单 目录 工作 任务 结果 情况 办法 指标 项目 成果 意见 名单 成绩")
# 做好2024年…: the time is part of what is done, not when.
_TAKES_OBJECT = words(
    "做好 抓好 编制 制定 落实 印发 根据 按照 对照 执行 完成 开展 总结 梳理 公布 报送 公开 谋划 部署 贯彻 依据",
    "清理 关于 推进 实施 开始 发布 回顾 评选 起草 审议 修订 汇报 报告 考核 安排 涉及 结合",
)
_STARTS_FROM = words("自 从 原 较 比 与 对 《 由 始于 近 过去 最近 前")
_UP_TO = ("截止到", "截至到", "截至", "截止", "到")
_MEASURE_ENDS = words("率 比例 占比 比 度 比重 均 分别 数量 总数 时间 时限")
_AFTER_START = ("之日起", "之日", "日起")
_TIMES_MEASURED = words("压减 压缩 缩短 控制 降 减 精简 不超过 不得超过 低于 优化 限定 提速 由 从 不高于 不多于")
_TIME_BEGINS = frozenset('0123456789〇零一二两三四五六七八九十百每按逐半上下第年岁今明本当全“"”')


@dataclass(frozen=True, slots=True)
class Deadline:
    """A deadline in a task's text: text == task[start:end].

    norm: 2023-06, --09-30 (year left open), 2024-Q4, year, P3M (every), P1Y@--01-31, P15D and P20WD (within, calendar
    and working days), 2021/2025 (a period), ongoing. A year a text leaves out is not guessed from other dates in it.
    """

    start: int
    end: int
    text: str
    norm: str


def find_deadlines(text: str) -> list[Deadline]:
    """The deadlines of one task, in order of the text; the same words with the same norm only once."""
    folded = half_width(text)
    clauses = split_clauses(folded)
    labelled = _labelled_places(folded)
    found: list[Deadline] = []
    seen: set[tuple[str, str]] = set()
    for start, end, norm in _deadline_spans(clauses, labelled):
        key = (folded[start:end], norm)
        if key not in seen:
            seen.add(key)
            found.append(Deadline(start, end, text[start:end], norm))
    return found


def time_places(clauses: Clauses) -> bytes:
    """One flag a character: 1 where a date or time limit stands, binding or not. Its numbers are no targets."""
    flags = bytearray(len(clauses.text))
    pos = 0
    while pos < len(clauses.text):
        time = _time_at(clauses.text, pos)
        if time is None or (isinstance(time, Recurrence) and _is_measured(clauses, time)):
            pos += 1
        else:
            end = time.end + (1 if clauses.text.startswith("度", time.end) else 0)  # 2024年度
            flags[pos:end] = b"\1" * (end - pos)
            pos = end
    return bytes(flags)


def _time_at(text: str, pos: int) -> CalendarDate | Recurrence | None:
    if not _may_begin(text, pos):
        return None
    return read_recurrence(text, pos) or read_date(text, pos) or read_time_limit(text, pos)


def _may_begin(text: str, pos: int) -> bool:
    return text[pos] in _TIME_BEGINS and not (text[pos].isdecimal() and text[pos - 1 : pos].isdecimal())


def _deadline_spans(clauses: Clauses, labelled: bytes) -> Iterator[tuple[int, int, str]]:
    text, pos = clauses.text, 0
    while pos < len(text):
        steady = _steady(clauses, pos, labelled=bool(labelled[pos]))
        if steady:
            yield pos, steady, "ongoing"
            pos = steady
            continue
        time = _time_at(text, pos)
        if time is None:
            pos += 1
            continue
        binding = (
            _binding_date(clauses, time, labelled=bool(labelled[pos]))
            if isinstance(time, CalendarDate)
            else _binding_recurrence(clauses, time)
        )
        if binding is not None:
            yield binding
        pos = time.end


def _labelled_places(text: str) -> bytes:
    """One flag a character: 1 in the value of a 完成时限 label. The value ends at ; ) 。 or the next label."""
    flags = bytearray(len(text))
    for label in _LABELS:
        pos = text.find(label)
        while pos >= 0:
            start = skip_spaces(text, pos + len(label))
            if text[start : start + 1] in {":", "为"}:
                end = start + 1
                while end < min(len(text), start + _LABEL_WINDOW) and text[end] not in _LABEL_ENDS and text[end] != ":":
                    end += 1
                flags[start + 1 : end] = b"\1" * max(0, end - start - 1)
            pos = text.find(label, pos + len(label))
    return bytes(flags)


def _steady(clauses: Clauses, pos: int, *, labelled: bool) -> int:
    """The end of 长期坚持 and its like at pos, or 0.

    In running text 持续推进 is only a verb: it is a time when it is a whole clause or the value of a label.
    """
    text = clauses.text
    if text[pos] not in _STEADY_BEGINS:
        return 0
    first = next((word for word in _STEADY if text.startswith(word, pos)), None)
    if first is None:
        return 0
    end = pos + len(first)
    second = next((word for word in _STEADY_DOINGS if text.startswith(word, end)), "")
    whole = end + len(second)
    if labelled and (second or whole >= len(text) or text[whole] in ",;。)]、】}| "):
        return whole if first != "动态" or second else 0
    if text[pos:whole] not in _STEADY_SENTENCES or clauses.end(whole) != whole:
        return 0
    before = text[clauses.start(pos) : pos].strip(" ")
    return whole if before in {"", "并", "需", "要", "应"} else 0


def _binding_recurrence(clauses: Clauses, time: Recurrence) -> tuple[int, int, str] | None:
    text = clauses.text
    if clauses.named(time.start, time.end) or text[time.end : time.end + 1] == "的":
        return None
    if text[time.start] in "每按逐" or time.norm[-1] not in "DWMY" or not _is_limit(text, time):
        return time.start, time.end, time.norm
    if _is_measured(clauses, time) or text.endswith(("近", "过去", "最近"), 0, time.start):
        return None
    start = next((time.start - len(w) for w in _AFTER_START if text.endswith(w, 0, time.start)), time.start)
    return start, time.end, time.norm


def _is_limit(text: str, time: Recurrence) -> bool:
    return text[time.end - 1] == "内"


def _is_measured(clauses: Clauses, time: Recurrence) -> bool:
    """压减至5个工作日内 sets a target, 30日内审结比例 names one: neither is a time limit of the task."""
    text = clauses.text
    if not _is_limit(text, time):
        return False
    before = text[clauses.start(time.start) : time.start]
    after = text[time.end : clauses.end(time.end)][:8]
    if any(word in after for word in ("比例", "占比")) or "率" in after:
        return True
    return before.endswith(("时限", "时间", "期限", "周期", "时长")) or any(
        word in before[-8:] for word in _TIMES_MEASURED
    )


def _binding_date(clauses: Clauses, date: CalendarDate, *, labelled: bool) -> tuple[int, int, str] | None:
    text = clauses.text
    quoted_plan = text[date.start] in '“"' and date.part == "" and date.year is not None
    if not quoted_plan and clauses.named(date.start, date.end):
        return None
    if labelled:
        return date.start, date.end, date.norm
    before = text[clauses.start(date.start) : date.start].rstrip(" ")
    after = text[date.end : clauses.end(date.end)]
    if before.endswith(_STARTS_FROM) or _belongs_to_noun(after):
        return None
    up_to = next((word for word in _UP_TO if before.endswith(word)), None)
    if before == "至":
        up_to = "至"
    if up_to is not None and not before.endswith(("等到", "得到", "做到")):
        # 截至2023年底,全市已有…: a state, not a limit. 为到2035年建成…奠定基础: not this plan's.
        told = up_to != "到" and any(word in text[date.end : date.end + 16] for word in ("已", "共", "累计", "现有"))
        return None if told or before.endswith("为到") else (text.rfind(up_to, 0, date.start), date.end, date.norm)
    if date.marked or _is_adverbial(clauses, date, before, after):
        return date.start, date.end, date.norm
    return None


def _belongs_to_noun(after: str) -> bool:
    """2020年12月31日前印发的文件, 2019年以前的档案: the date tells which ones, not by when."""
    after = after.lstrip(" ")
    return after.startswith(("的", "以来", "度考核", "以后")) or (
        after[2:3] == "的" and after[:2] not in {"全部", "相应"}
    )


def _is_adverbial(clauses: Clauses, date: CalendarDate, before: str, after: str) -> bool:
    """Whether a bare time says when: it opens its clause (or follows a measure) and a doing or nothing follows."""
    if date.bare_year and _in_own_bracket(clauses, date):
        return False
    after = after.lstrip(" ")
    if before.endswith(_TAKES_OBJECT):
        return False
    if not after:
        return not before or not date.bare_year or before.endswith(_MEASURE_ENDS)
    if after[0] == "、":
        return True
    if after.startswith("在") and any(word in after for word in ("会议", "讲话", "视察", "考察")):
        return False
    if after.startswith(_NOUN_HEADS) or clauses.named(date.end, date.end + 1):
        return False
    if _goes_on(before) or (date.bare_year and not before and any(word in after for word in _PREDICATES)):
        return True
    # A bare year is part of many a name, so a doing must follow; 全年, 6月 or 三季度 at the head of a clause is none.
    inside = before and date.part != "year"
    if not after.startswith(_DOINGS) and (inside or date.bare_year or date.day is not None):
        return False
    if not _names_month(clauses.text, date) and after.startswith(_YEARLY_NOUNS):
        return False
    noun = next((word for word in _NOUN_DOINGS if after.startswith(word)), None)
    return noun is None or not after.startswith(_PLAN_NOUNS, len(noun))


def _goes_on(before: str) -> bool:
    """2023年、2024年、2025年…: what holds for the first of a series holds for the next."""
    return before.endswith(("年、", "月、", "日、", "底、", "前、", "季度、", "半年、", "年和", "月和"))


def _names_month(text: str, date: CalendarDate) -> bool:
    """9月, not 年底, whose month is understood."""
    return date.month is not None and "月" in text[date.start : date.end]


def _in_own_bracket(clauses: Clauses, date: CalendarDate) -> bool:
    """(2021-2025年) and (2024年修订) behind a name."""
    text = clauses.text
    if not text.endswith(("(", "〔", "["), 0, date.start):
        return False
    end = clauses.end(date.end)
    return end - date.end <= _SHORT_GLOSS and text.startswith((")", "〕", "]"), end)
