"""Words around a number that say nothing of what is counted, and how a long phrase is brought to its core."""

from __future__ import annotations

import re

from fazhi.plans.reading.wordlists import words

LONGEST = 40
WIDE = 24
"""A phrase longer than this is cut to its last verb and object: so the labelled documents do."""

VERBS = words(
    "开展 组织 举办 召开 完成 建立 建成 制定 修订 印发 出台 审查 审核 审议 办理 办结 受理 收到 接收 审结",
    "调解 调处 化解 排查 查处 检查 抽查 评查 发放 提供 提出 出具 接受 接待 接听 处理 处置 解决 整改 清理",
    "废止 保留 公布 公开 发布 参加 参与 深入 走访 培育 成立 组建 设立 聘请 选聘 配备 培训 宣讲 讲授 领学",
    "学习 研究 听取 汇报 下放 承接 取消 精简 压减 梳理 编制 建设 新建 新增 打造 创建 推进 推动 实施 落实",
    "推出 优化 整合 抽取 制发 下发 发出 责令 立案 移送 追责 问责 约谈 兑现 减免 挽回 追回 拨付 投入 安排",
    "清偿 督办 督促 督查 督察 巡查 监测 备案 报备 登记 签约 签订 征集 把关 参谋 拥有 主动公开 应诉 出庭",
    "讲 采纳 回应 回复 答复 推送 编发 刊发 制作 投放 悬挂 张贴 服务 惠及 覆盖 涉及 评选 评出 认定 命名",
    "入选 获评 获得 实现 执行 履行 缴纳 罚没 没收 扣押 拆除 整治 修复 帮助 指导 规范 公示 录入 归集 录用",
    "招录 引进 引入 适用 作出 维持 撤销 驳回 终止 纠正 邀请 增设 增加 减少 扩大 开通 开设 开发 汇编 编印",
    "赠送 征求 推广 选派 选任",
)
_ANY_VERB = "|".join(sorted(VERBS, key=len, reverse=True))
_VERB = re.compile(_ANY_VERB)
_LEADING = words(
    "其中 包括 含 先后 累计 共计 合计 总计 全年共 全年 今年 本年度 本年 年内 已经 已 共 并且 并 且 还 另有 另 也",
    "又 均 都 全市 全县 全区 全镇 全街道 全省 目前 截至目前 同时 分别 现有 共有 和 与 及 以及 一年来",
    "两年来 以来 我区 我市 我县 我局 我镇 上半年 下半年 定期 全面 依法 主动 积极 及时 认真 有效 持续 扎实",
    "不断 深入 充分 严格 切实 大力 有序 成功 规范开展 力争 确保 争取 预计 计划 通过 截至年底 截至 年底",
    "进一步 仅 仅有 有 内 以上 以下 的 多 余 为有 个别 的是 后 是",
)
_NOT_LED = words(
    "全市性 共享 共建 共青 及格 并购 有效 有序 有关 后备 后续 多元 多发 内部 在线 还款 和解 与会 均衡 均价",
    "都市 通过率 计划生育",
)
_LEADING_KEPT = words(
    "定期 全面 依法 主动 深入 成功 有效 通过 后 多 内 的是 是 有",
)
_TRAILING = words(
    "累计 共计 合计 总计 达到 达 为 是 共有 共 近 接近 约为 约 不超过 不低于 不少于 不高于 超过 超 逾",
    "突破 有 了 的 分别为 分别是 分别达到 分别达 分别 计 均为 均达到 均达 均 各 仅有 仅 不足 至少 最多 等",
    "等共 先后 平均 已 已达 就 高达 多达 只有 占比为 在 持续保持在 保持在 持续保持 保持 稳定在 控制在 达成 人民币",
    "实现 连续 : 、 — - ¥ ￥ 总数达 共约 每年 每月 全年 只 首次 或 比例为 至 到",
)
_OWN_WORDS = words(
    "签约 节约 违约 履约 邀约 预约 解约 契约 附近 公共 拥有 现有 持有 国有 所有 私有 享有 作为 行为 成为",
    "总是 到达 传达 送达 通达 表达 直达 人均 户均 年均 统计 审计 设计 预计 会计 平等 高等 存在 现在 所在",
    "实际在 标的 目的 参与 转至 受到 收到 做到 签到 报到 找到 得到 赶超 总计划 各 反超 甚至 直至 乃至",
    "日均 月均 周均 村均 所均 件均",
)
_MARKS_LEFT = re.compile(r"^[\s,、:;·/\"'”’)》\]—-]+")
_NUMBERED = re.compile(
    r"^(?:\d{1,2}[.、]|[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十\d]{1,3}\)|[一二三四五六七八九十]是|[①-⑳]|[^】]{0,14}】"
    r"|[^—]{2,12}——|\[[^\]]{1,12}\])"
)
_DATED = re.compile(
    r"^(?:.{1,18}?(?:当天|活动中|期间|以来|过程中)(?!的)"
    r"|(?:截至|截止)?(?:(?:19|20)\d\d年(?:度(?!假))?)?(?:\d{1,2}月(?:份|\d{1,2}日)?)?(?:底|末|初)?(?:以来|期间|,)?(?=\D)|(?:(?:19|20)\d\d年)?上?年(?:度)?(?=\D))"
)
_YEAR_FIRST = re.compile(r"(?:19|20)\d\d年(?:度)?(?=[\u4e00-\u9fff])(?![前内末底初])")
_REGIONS = frozenset(
    words(
        "在全区 在全市 在全县 在 全市 全县 全区 全镇 全省 全街道 全乡 我市 我县 我区 我局 对 将 把 就 由 全国",
    )
)
_SCENE = re.compile(r"(?:活动中|过程中|期间|当天|工作中|中|时)$")
_TOGETHER = re.compile(rf"^.{{2,}}?(?:共计|累计|共)(?={_ANY_VERB})")
_REMARK = re.compile(r"\((?:含|其中|不含|包括|包含|占)[^)]*\)?$")
_ADVERB = re.compile(r"(?<=[\u4e00-\u9fff]{2})(?:逐项|及时|按时|全部|均已|均|陆续|先后|逐一|分别).*$")
_GLOSS = re.compile(r"(?<=[\u4e00-\u9fff])\(([\u4e00-\u9fff、]{1,7})\)")
_ADJECTIVE = re.compile(r"的?(?:[\u4e00-\u9fff]{1,3}[性类型级]|[专大中主正])")
_STOP = re.compile(r"[、,;。()\n:|/]")
_DAYS_AND_HOURS = re.compile(r"\d·\d{1,2}”?|\d日|×24小时|\d月|“\d{3,5}”(?=“|联)")
_AND_SO_ON = re.compile(r"等(?:等|共|共计|合计|一共|累计)?$")
_TITLES = re.compile(r"(?:《[^》]*》[、和及与]?)+(?:等(?:\d+部)?|及其)(?:方面的?|各类|相关|系列)?")
_LIST = re.compile(r"^(.*?)([^、]*(?:、[^、]+)+)等(?:方面的?|领域的?|各类|系列|一系列|相关)?(.*)$")
_ABOUT = re.compile(rf"^(?:对|就|针对|围绕|向|为|在|从|由|经)[^,]{{2,}}?(?={_ANY_VERB})")


def first_verb(phrase: str) -> int:
    """Where the first word for doing something begins, -1 where there is none."""
    found = _VERB.search(phrase)
    return -1 if found is None else found.start()


def before_number(phrase: str) -> str:
    """The words before a number that tell what it counts: without numbering, dates, adverbs and 达到, 共, 近."""
    piece = phrase.rsplit("\n", 1)[-1]
    for pattern in (_MARKS_LEFT, _NUMBERED, _MARKS_LEFT, _NUMBERED, _MARKS_LEFT):
        piece = pattern.sub("", piece)
    piece = _REMARK.sub("", piece)
    piece = piece.strip()
    dated = _DATED.match(piece)
    if dated and dated.end() and len(piece) - dated.end() >= 3:
        piece = _MARKS_LEFT.sub("", piece[dated.end() :])
    piece = _without_leading(without_trailing(piece))
    dated = _YEAR_FIRST.match(piece)  # 其中2024年已办结
    if dated and len(piece) - dated.end() >= 3:
        piece = _without_leading(piece[dated.end() :])
    return "" if piece in _REGIONS else piece


def without_trailing(piece: str) -> str:
    """The phrase without the words between it and its number."""
    changed = True
    while changed:
        changed = False
        for word in _TRAILING:
            if piece.endswith(word) and not piece.endswith(_OWN_WORDS):
                piece, changed = piece[: -len(word)].rstrip(" \"“'(‘"), True
    return piece


def _without_leading(piece: str) -> str:
    changed = True
    while changed:
        changed = False
        for word in _LEADING:
            shortest = len(word) + (3 if word in _LEADING_KEPT else 1)
            if piece.startswith(word) and len(piece) >= shortest and not piece.startswith(_NOT_LED):
                piece, changed = piece[len(word) :].lstrip(" ,、:"), True
    return piece


def ends_listing(phrase: str) -> bool:
    """Whether the words before a number are examples of what it counts: 规划公开、公共法律服务等|11个专栏."""
    return bool(_AND_SO_ON.search(phrase.rstrip()))


def sets_scene(phrase: str) -> bool:
    """Whether the words before a number only say where or when: “千名律师进万家”活动中|6名律师."""
    return bool(_SCENE.search(phrase.rstrip()))


def verb_of(phrase: str) -> str:
    """The first word for doing something before the first member of a list, "" where there is none."""
    found = _VERB.search(phrase.split("、", 1)[0])
    return "" if found is None else found.group()


def is_bare_verb(phrase: str) -> bool:
    """Whether the phrase ends in a verb that still wants its object: 公布, 督促."""
    return any(phrase.endswith(verb) for verb in VERBS) and len(phrase) <= 4


def core_of(phrase: str) -> str:
    """A long phrase without the lists and titles inside it: 领学《甲法》《乙法》等各类法律法规 → 领学法律法规."""
    phrase = _from_verb(_TOGETHER.sub("", phrase))
    if len(phrase) <= 12:
        return phrase
    without = _TITLES.sub("", phrase)
    phrase = without if len(without) >= 4 else phrase
    phrase = _ABOUT.sub("", _without_list(phrase))
    if len(phrase) <= WIDE:
        return phrase
    starts = [m.start() for m in _VERB.finditer(phrase) if phrase[m.end() : m.end() + 1] not in ("、", "等", "的", "")]
    fitting = [start for start in starts if 4 < len(phrase) - start <= WIDE]
    return phrase[fitting[0] :] if fitting else phrase[-LONGEST:]


def _without_list(phrase: str) -> str:
    """汇报计划执行、国有资产管理等方面工作 → 汇报工作."""
    listed = _LIST.match(phrase)
    if listed is None:
        return phrase
    head = listed[3] or listed[2].rsplit("、", 1)[-1]
    short = verb_of(listed[1] + listed[2]) + head
    return short if len(head) >= 2 and len(short) >= 4 else phrase


def _from_verb(phrase: str) -> str:
    """12·4、4·15开展活动 → 开展活动: dates and numbers of a name before the verb say when, not what."""
    digits = [match.end() for match in _DAYS_AND_HOURS.finditer(phrase)]
    found = _VERB.search(phrase, digits[-1]) if digits else None
    return phrase[found.start() :] if found and len(phrase) - found.start() >= 2 else phrase


def after_number(phrase: str) -> str:
    """The words after a number as far as they tell what it counts."""
    glossed = _GLOSS.sub(
        lambda gloss: "\1" + gloss[1].replace("、", "\3") + "\2", re.sub(r"^\s*\([^)]{1,3}\)", "", phrase)
    )
    stopped = _STOP.split(glossed, maxsplit=1)[0]
    if _ADJECTIVE.fullmatch(stopped) and glossed[len(stopped) : len(stopped) + 1] == "、":
        stopped += "、" + _STOP.split(glossed[len(stopped) + 1 :], maxsplit=1)[0]
    piece = stopped.replace("\1", "(").replace("\2", ")").replace("\3", "、")
    piece = re.sub(r"^(?:以上|以下|以内|左右|之内|内|的|余|多|\+|次)+", "", piece.strip(" \"'的”"))
    piece = piece.strip("“").split("“")[0] if piece.count("“") > piece.count("”") else piece
    piece = _ADVERB.sub("", piece)
    return without_trailing(re.sub(r"(?:等|等事项.*|等工作|中)$", "", piece).strip(" 的").rstrip("“")[:LONGEST])
