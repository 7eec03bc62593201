"""The frame around a quantity (语境): whether the plan asks for it, or only mentions it."""

from dataclasses import dataclass

from fazhi.plans.reading.clauses import Clauses
from fazhi.plans.reading.comparators import Comparison
from fazhi.plans.reading.metrics import MEASURE_ENDS, Phrase
from fazhi.plans.reading.quantities import SHARE_UNITS, TIME_UNITS, Quantity
from fazhi.plans.reading.wordlists import words

# Verbs whose object a plan counts. Not 落实, 推进, 坚持, 围绕: their numbers name what exists (落实三项制度).
_DOING = words(
    "完成 开展 举办 组织 聘任 聘请 选取 选定 选聘 招聘 建成 建设 新建 建立 设立 成立 创建 打造 培育 培养 培训",
    "轮训 制定 修订 制订 修改 废止 出台 起草 提请 审议 提请审议 抽查 检查 评查 抽检 核查 督查 督察 督导 巡查",
    "暗访 通报 发布 公布 印发 编制 编印 编发 汇编 配备 配齐 办理 办结 化解 调处 调解 评选 选树 树立 推出 推广",
    "命名 征集 清理 取消 下放 新增 增加 增设 增配 选派 选配 派驻 安排 投入 发放 印制 制作 摄制 拍摄 刊发 推送",
    "报送 上报 推荐 申报 争取 争创 力争 确保 遴选 召开 举行 听取 学习 学法 述法 旁听 参加 参与 走访 服务 惠及",
    "覆盖 接受 接待 提供 受理 审理 审查 审核 实现 上线 开通 建 建好 办 办好 保留 只保留 梳理 整合 归集 压减",
    "压缩 减少 精简 减 缩短 降低 提高 提升 增长 扩大 延长 下降 提前 达 达标 表彰 奖励 曝光 查处 立案 整治 整改",
    "销号 解决 挂牌 认定 招录 引进 吸纳 发展 储备 入库 备案 评估 论证 实施 启动 试点 推动 举 讲 上 开设 设置",
    "布设 布置 改造 升级 更新 购置 采购 支持 扶持 帮扶 减免 为企业减负 减负 节约 新设 宣讲 巡讲 宣传 演练 开庭",
    "调研 会商 调度 研究 专题研究 研判 讲授 交流 观摩 评议 测评 点评 约谈 编写 撰写 形成 入选 获评 创成 签订",
    "收集 收录 采用 采纳 发出 制发 下发 印发 出具 提出 复查 回访 随机抽取 抽取 抽调 组建 组成 择优 确定 优选",
    "评出 推选 成为 布局",
)
_DOING_LONGEST = max(map(len, _DOING))
_DOINGS = frozenset(_DOING)

# Directly before a number these make it a scope, a part of a set or a condition.
_SCOPES = words(
    "对 向 为 在 从 由 于 把 将 围绕 聚焦 针对 依托 联合 会同 涉及 包括 包含 涵盖 全市 全县 全区 全省 我市",
    "我县 我区 辖区 所辖 各 前 后 这 该 其他 其余 余下 上述 以上 现有 原有 第 满 任 近 连续 与 分为 分成",
    "划分为 按照 根据 依据 落实 深化 推进 统筹 执行 贯彻 坚持 突出 抓住 健全 完善 规范 强化 发挥 经 有 须有 等",
    "县级 市级 省级 到 至 共 下辖 以 明确 列入 纳入 实行 构建 融合 畅通 巩固 做好 抓好 超 逾 隶属 属于 做到",
    "名为 称",
)
_PAST = words("已 目前 现有 去年 原有 此前 以来 上年度 当前 近年来 截至目前 前期")
_CONDITIONS = words("涉案 标的 金额 数额 罚款 价值 投资额 案值 合同额 注册资本 涉及 违法所得 逾期 从业 从事 任职")
_SHARE_NOUNS = words("的比例 的比率 的标准 的目标 的要求 的水平 的幅度 的速度 的任务 比例")
_CHANGES = words("提高 提升 增长 下降 降低 减少 压减 压缩 缩短 缩减 增加 上升 提速 精简 延长 压降 递增 缩小 减 降")
_TIME_MEASURES = words("时限 时间 期限 周期 时长 用时 天数 公示期 征集期 见期")
_NEW_STATES = words("成为 创成 创建成 获评 入选 建成 纳入 被命名 荣获 达标 达到 完成 通过 实现 创建")
_SCOPE_NOUNS = ("部门", "领域", "方面", "环节", "行业", "层级", "维度", "阶段")
_ONCE = frozenset({"次", "期", "场", "批次", "场次"})
_KINDS = frozenset({"类", "种"})
# With a Chinese numeral these make a phrase, not a count: 实现三个转变, 组织六类人员, 建设两个平台.
_ABSTRACT = words(
    "实现 推动 学习 实施 提升 提高 组织 建设 参与 服务 覆盖 梳理 整合 宣传 研究 推广 形成 开展 解决 建立 确保",
)
_SYSTEMS = words("制度 体系 机制 建设 融合 联动 衔接 统一 原则 意识 公开 结合 平台融合")
_NOUN_ENDS = words(
    "或者 参加 开展 用于 入选 成为 达到 达标 并 以上 不少于 建成 创成 获评 完成 实现 纳入 作为 以 进行 给予 予以",
    "创建 通过 每 力争 确保 全部 分别 负责",
)
_LONGEST_NOUN = 24


@dataclass(frozen=True, slots=True)
class Frame:
    """A quantity with what its clause says around it."""

    clauses: Clauses
    quantity: Quantity
    comparison: Comparison
    phrase: Phrase
    noun: Phrase
    continues: bool  # the number goes on with a series: 新建2个联系点、5个工作站

    @property
    def before(self) -> str:
        """The clause up to the number, without its comparator."""
        start = self.clauses.start(self.quantity.start)
        return self.clauses.text[start : self.quantity.start - self.comparison.before].rstrip(" ")

    @property
    def after(self) -> str:
        """The clause behind the number and its 以上, 以内."""
        end = self.quantity.end + self.comparison.after
        return self.clauses.text[end : self.clauses.end(end)]


def is_asked_for(frame: Frame) -> bool:
    """Whether the plan asks for this number."""
    if _is_past(frame) or _is_condition(frame):
        return False
    if frame.quantity.unit in TIME_UNITS:
        return _asks_for_time(frame)
    if frame.quantity.unit in SHARE_UNITS:
        return _asks_for_share(frame)
    if frame.comparison.word and frame.comparison.word not in {"为", "是", "保持", "达", "="}:
        return True
    if _follows_noun(frame):
        return _asks_behind_noun(frame)
    return _asks_before_noun(frame)


def _is_past(frame: Frame) -> bool:
    before = frame.before
    if any(_says_past(before, word) for word in _PAST):
        return True
    if "累计" not in before and "共" not in before:
        return False
    start = frame.quantity.start
    return "已" in frame.clauses.text[max(0, start - 60) : start]


def _says_past(before: str, word: str) -> bool:
    """目前, 已 tell what is; 较去年, 在现有基础上 only where it starts from."""
    at = before.rfind(word)
    return at >= 0 and before[at - 1 : at] not in {"较", "比", "在", "同", "与"}


def _is_condition(frame: Frame) -> bool:
    """涉案金额10万元以上的案件, 罚款超过5万元的: the number tells which ones."""
    before, after = frame.before, frame.after
    if after.startswith("的"):
        if after.strip() == "的":
            return True
        if frame.quantity.unit in SHARE_UNITS:
            return not (frame.comparison.word or frame.comparison.after or after.startswith(_SHARE_NOUNS))
        if not frame.comparison.word and not after.startswith(_SHARE_NOUNS):
            return not _verb_at_end(before)
        return any(word in before for word in _CONDITIONS)
    return (
        frame.quantity.unit == "元" and any(word in before for word in _CONDITIONS[:9]) and bool(frame.comparison.after)
    )


def _asks_for_time(frame: Frame) -> bool:
    if frame.comparison.word and frame.comparison.word not in {"为", "是", "达", "保持"}:
        return True
    phrase = frame.phrase.words
    return phrase.endswith(_CHANGES) or (phrase.endswith(_TIME_MEASURES) and len(phrase) > 2)


def _asks_for_share(frame: Frame) -> bool:
    if frame.comparison.word or frame.phrase.words.endswith(MEASURE_ENDS):
        return True
    before = frame.before
    if before.endswith(("经", "由", "对", "须有", "持股", "有", "前", "后")):
        return False
    if frame.quantity.chinese and not frame.comparison.after and frame.clauses.text[frame.quantity.end - 1] != "成":
        return before.endswith(_CHANGES) or frame.clauses.text.startswith("百", frame.quantity.start)
    return bool(frame.phrase.words or frame.noun.words or frame.continues)


def _follows_noun(frame: Frame) -> bool:
    """Whether the count closes its phrase: 聘任监督员20名, not 聘任20名监督员."""
    return not frame.noun.words or frame.after.startswith(("用于", "并", "、", "和", "及"))


def _asks_behind_noun(frame: Frame) -> bool:
    phrase = frame.phrase.words
    if not phrase:
        return frame.continues or (not frame.quantity.chinese and _timed(frame)) or frame.quantity.unit in _ONCE
    if frame.before.endswith(_SCOPES) and not _verb_at_end(frame.before):
        return False
    if frame.quantity.chinese and frame.quantity.value < 2 and frame.quantity.unit not in _ONCE:
        return False
    if frame.quantity.chinese:
        return frame.quantity.unit in _ONCE or any(verb in phrase for verb in _DOINGS if len(verb) > 1)
    return len(phrase) > 1


def _timed(frame: Frame) -> bool:
    return frame.before == "" and frame.clauses.start(frame.quantity.start) == frame.quantity.start


def _asks_before_noun(frame: Frame) -> bool:
    before, chinese = frame.before, frame.quantity.chinese
    if (
        chinese
        and frame.quantity.value < 2
        and not (frame.quantity.unit in _ONCE or "保留" in before[-3:] or frame.comparison.after)
    ):
        return False
    if chinese and frame.noun.words.endswith(_SYSTEMS):
        return False
    if _counts_scope(frame) or (chinese and frame.quantity.unit not in _ONCE and before.endswith(_ABSTRACT)):
        return False
    if _verb_at_end(before) or frame.continues:
        return True
    if before.endswith(_SCOPES):
        return False
    return bool(new_state(frame))


def new_state(frame: Frame) -> str:
    """What the counted ones are to become: 两个县区成为|省级示范地区; "" when the clause says no such thing."""
    if frame.phrase.words or not frame.noun.words:
        return ""
    rest = frame.clauses.text[frame.noun.end : frame.clauses.end(frame.noun.end)]
    for state in _NEW_STATES:
        if rest.startswith(state):
            return rest.removeprefix(state).strip(" ") or frame.noun.words
    return ""


def _counts_scope(frame: Frame) -> bool:
    """梳理8个重点领域、32个部门的事项: how wide the work is, not what it must reach; 减少2个环节 is a change."""
    if frame.quantity.unit in _KINDS and not frame.comparison.after:
        return not frame.before.endswith(_CHANGES)
    noun = frame.noun.words.partition("的")[0]
    return noun.endswith(_SCOPE_NOUNS) and not frame.comparison.after and not frame.before.endswith(_CHANGES)


def _verb_at_end(before: str) -> bool:
    """Whether a verb of making or doing stands right before the number."""
    before = before.rstrip(" ")
    for tail in ("了", "出", "好", "至少", "不同", "各", "分别"):
        before = before.removesuffix(tail)
    return any(before[-length:] in _DOINGS for length in range(1, min(_DOING_LONGEST, len(before)) + 1))


def counted_noun(clauses: Clauses, start: int, limit: int) -> Phrase:
    """The noun behind a count, from `start` to the end of its phrase and never past `limit`: 2期|行政执法培训班."""
    text = clauses.text
    while start < limit and text[start] in " 的":
        start += 1
    stop = min(limit, start + _LONGEST_NOUN)
    end = start
    while end < stop:
        named = bool(clauses.names[end])
        if not named and text[end] in "、和及与" and _ends_noun(text, end, stop):
            break
        if not named and end > start and any(text.startswith(word, end) for word in _NOUN_ENDS):
            break
        end += 1
    if end == start or text.startswith(("用于", "并", "以上", "左右"), start):
        return Phrase(start, start, "")
    return Phrase(start, end, text[start:end].strip(" "))


def _ends_noun(text: str, pos: int, stop: int) -> bool:
    """A connector ends the noun unless it joins two halves of it: 公共法律知识和业务培训 stays whole."""
    return text[pos] == "、" or pos + 1 >= stop or text[pos + 1].isdecimal()
