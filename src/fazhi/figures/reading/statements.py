"""Pass 3, statements: which quantities are figures. Dates, names, numbers of sections and slogans are none."""

from __future__ import annotations

import re

from fazhi.plans.reading.clauses import Clauses
from fazhi.plans.reading.dates import read_date
from fazhi.plans.reading.quantities import Quantity
from fazhi.plans.reading.wordlists import words

LONGEST_NAME = 16
_SLOGANS = words(
    "制度 坚持 强化 到位 意识 自信 维护 确立 一体 全面 统一 方面 环节 层面 关系 结合 纳入 贯通 原则 理念",
    "体系 机制 优先 不 度 支柱 抓手 重点 关键 导向 定位 保障 革命 攻坚 战略 布局 精神 讲话 能力 主义 思想",
    "责任 防线 关口 维度 统筹 严禁 必须 阶段 步骤 走 更加 服务 联动 协同 融合 联系 平台 网 线 位 面 点 轴",
    "核 带 区 化 规定 大局 市场 资源 基本 全会 会议 数 文化 产业 清单 要求 作用 工程 行动 举国 先行 突破",
    "转变 转型 极 圈 层 问题 矛盾 难题 短板 效应 效果 目标 任务 红线 底线 角度 角色 主线 方式 渠道 一 关",
    "环 融 心 力 家 亲临 大事 积极 枢纽 基地 文明",
)
# 十字 is a cross, 二人转 a kind of opera: what a Chinese numeral and a measure spell without counting.
_NOT_COUNTED = re.compile(
    r"十字|一字|[一二两三]位数|二人转|一起|一家(?:人|亲)|百家(?!企业)|十分|[四八]面|[一二三]线|三门|三封|二十四节|[一二]字|一条(?:龙|心|线)|一类|万家|千家万户"
)
_CASES = re.compile(r"(?:案件|事故|事件|纠纷|信访|积案|舆情|投诉|复议|诉讼|化解|查处|处理|处置|案)$")
_ISSUES = re.compile(r"(?:举办|开展|培训|印发|刊发|编发|简报|讲座|培训班|通报|专报|公报|宣讲|专栏|节目|举行)")
_OF_A_PLENUM = re.compile(r"次(?:、|[一二三四五六七八九十]+次)*(?:全会|全体会议|会议|党代会|党代表大会)")
_AS_YEARS = re.compile(r"来|以来|间|内|前|后|度|代|级|初|底|末|中|均|行动|规划|计划|攻坚|历程|过渡|义务|制")
_SPAN_OF_YEARS = re.compile(r"(?:[近前这]|过去|未来|今后|最近|过去的|未来的|每)$")
_FOR_SO_LONG = re.compile(r"(?:连续|为期|期限|有效期|任期|满|达|长达)$")
_WITHIN = re.compile(r"\s?(?:个?小时)?(?:之内|以内|内|办结|左右|以上)")
_QUARTER_HOUR = re.compile(r"分钟[^,。;、]{0,12}(?:圈|步行)")
_REGULAR = re.compile(r"(?:每(?:周|月|年|季|季度|天|日|半月|半年|两年|学期)|每半月|每季度)(?:至少|不少于)?$")
# 前10位, 全市前三名 are ranks; 目前10名, 年前3家 are not.
_RANKED = re.compile(r"(?<![目此之以年月日午从会课事])前$")
_PRONOUNS = ("第", "每", "前", "近期", "头", "另一", "同一", "统一", "唯一", "不", "任", "某", "这", "那", "哪")


def figures_among(clauses: Clauses, quantities: list[Quantity]) -> list[Quantity]:
    """The quantities that state how many there are of something."""
    dated = _dates(clauses.text)
    return [each for each in quantities if not dated[each.start] and _states(clauses, each)]


def _dates(text: str) -> bytearray:
    """One flag a character: whether it belongs to a calendar expression."""
    flags = bytearray(len(text))
    pos = 0
    while pos < len(text):
        date = read_date(text, pos) if text[pos].isdigit() or text[pos] in "一二十“今本当明" else None
        if date is None or date.end <= pos or text[date.end : date.end + 1] in ("万", "亿"):  # 总量2037.7万户
            pos += 1
            continue
        flags[pos : date.end] = b"\1" * (date.end - pos)
        pos = date.end
    return flags


def _states(clauses: Clauses, quantity: Quantity) -> bool:
    text = clauses.text
    before, after = text[max(0, quantity.start - 12) : quantity.start], text[quantity.end : quantity.end + 16]
    if after.startswith("×") or _in_short_name(clauses, quantity) or not _a_span_of_time(quantity, before, after):
        return False
    if quantity.unit in ("位", "名", "强") and _RANKED.search(before):
        return False
    if quantity.unit in ("号", "路", "步", "单", "字") and not quantity.chinese and before[-1:].isalnum():
        return False
    if not quantity.chinese or quantity.unit == "%":
        return not (quantity.unit == "分钟" and _QUARTER_HOUR.match(text, quantity.end - 2))
    return not before.endswith(_PRONOUNS) and _counts_in_words(quantity, text, before, after)


def _a_span_of_time(quantity: Quantity, before: str, after: str) -> bool:
    """Whether a number of years, days or hours is stated, not a period named: 近五年, 2023年, 24小时自助区."""
    if quantity.unit == "周" and after.startswith(("年", "岁")):
        return False
    if quantity.unit in ("年", "日", "号", "周", "月"):
        if 1900 <= quantity.value <= 2100 or _SPAN_OF_YEARS.search(before):
            return False
        named = _AS_YEARS.match(after) and not (quantity.unit == "日" and after.startswith("内"))
        return not named and (not quantity.chinese or quantity.unit != "年" or bool(_FOR_SO_LONG.search(before)))
    if quantity.unit in ("小时", "个小时") and quantity.value in (24, 7):
        return bool(_WITHIN.match(after))
    return True


def _in_short_name(clauses: Clauses, quantity: Quantity) -> bool:
    """Whether it stands inside a title or a short quotation: “三项制度”, “12·4”, 《2023年工作要点》."""
    if not clauses.named(quantity.start, quantity.start + 1):
        return False
    opened = max(clauses.text.rfind(mark, 0, quantity.start) for mark in "“《‘〔〈")
    closed = min((at for mark in "”》’〕〉" if (at := clauses.text.find(mark, quantity.start)) >= 0), default=-1)
    if opened >= 0 and clauses.text[opened] == "〔":
        return closed - opened <= LONGEST_NAME and clauses.text[closed + 1 : closed + 2].isdigit()
    return opened < 0 or clauses.text[opened] in "《〈" or closed - opened <= LONGEST_NAME


def _counts_in_words(quantity: Quantity, text: str, before: str, after: str) -> bool:
    """Whether a number in Chinese numerals counts: 十类行政权力, 五次, 四十余家; not 一件事, 三项制度."""
    written = text[quantity.start : quantity.end + 1]
    if _NOT_COUNTED.match(written) and not (written.startswith("一起") and _CASES.search(before)):
        return False
    if quantity.unit == "次" and _OF_A_PLENUM.match(text, quantity.end - 1):
        return False
    if quantity.unit == "期" and not _ISSUES.search(text[max(0, quantity.start - 30) : quantity.start]):
        return False
    if _REGULAR.search(before) or (quantity.unit == "类" and after.startswith(("占", "的", "为"))):
        return False
    if quantity.unit == "轮" or (quantity.unit in ("件", "个") and before.endswith(("干", "成", "定", "办"))):
        return False
    ends = not after or after[0] in ",。;、:!?)\n“《以和及与并"
    if quantity.value == 1:
        return ends and quantity.unit in ("次", "件", "场", "期", "家", "名", "起", "份", "项")
    if ends or (quantity.value >= 10 and not after.startswith(("方面", "环节"))):
        return True
    return not after.startswith(_SLOGANS)
