"""What is done with a case or a paper (收到, 受理, 审结, 维持): the word that tells figures of one subject apart."""

from __future__ import annotations

from fazhi.plans.reading.wordlists import words

# Longer words first: 不予受理 is no 受理. What a line names first is the act.
_ACTS = tuple(
    (line[0], tuple(line))
    for line in (
        words(text)
        for text in (
            "不予受理 不受理 未受理",
            "不予公开",
            "不予处罚 免予处罚 免罚 不罚",
            "部分公开",
            "予以公开",
            "主动公开",
            "确认违法 确认无效",
            "责令履行 责令限期履行",
            "终止",
            "维持",
            "撤销",
            "变更",
            "驳回",
            "撤回",
            "调解 和解 调撤 调处",
            "听证",
            "受理",
            "收到 申请量 申请数",
            "办结 审结",
            "立案",
            "移送",
            "结转",
            "备案审查",
            "备案",
            "合法性审查 法制审核 合法性审核",
            "论证 评估",
            "征求意见 公开征求",
            "清理 废止 失效",
            "制定",
            "检查",
            "抽查",
            "发现",
            "整改",
            "销号",
            "纠正 纠错",
            "出庭",
            "败诉",
            "胜诉",
            "应诉",
            "参加 培训",
            "考试",
            "发放 颁发 核发",
            "注销",
            "签订",
            "聘请 聘任 配备",
            "公示 公布",
            "答复",
            "约谈",
            "追责 问责",
            "述法",
            "督察 督查",
            "督办",
            "罚款 罚没",
            "许可",
            "强制",
            "化解",
            "排查",
            "咨询",
            "指派",
            "回避",
            "送达",
            "执行",
            "建立",
            "宣传 宣讲",
            "评查",
            "入库",
            "推送",
            "超期 逾期",
            "中止",
            "补正",
            "转送 转办",
        )
    )
)
_WEAK = frozenset({"申请", "参加", "执行", "公示", "建立", "强制", "许可"})
# Acts that reports use one for the other, or that follow so closely that words of both stand together.
_ALIKE = (
    frozenset({"办结", "受理"}),
    frozenset({"检查", "抽查"}),
    frozenset({"出庭", "应诉"}),
    frozenset({"合法性审查", "备案审查"}),
    frozenset({"督察", "督办"}),
)
_DIFFERENT, _ONE_SIDED, _SIMILAR = 0.3, 0.8, 0.72
_FIRST_ONLY = frozenset({"调解", "备案审查"})


def acts_in(text: str) -> frozenset[str]:
    """The acts that a phrase names; parts of longer acts (受理 in 不予受理) are none."""
    found, rest = set(), text
    for name, spellings in _ACTS:
        for spelling in spellings:
            if spelling in rest:
                found.add(name)
                rest = rest.replace(spelling, "\0")
    return frozenset(found)


def clash(said: frozenset[str], wanted: frozenset[str]) -> float:
    """1 where the acts agree, less the more they contradict."""
    if said == wanted:
        return 1.0
    missing, more = wanted - said - _WEAK, said - wanted - _WEAK
    if not missing and not more:
        return 1.0
    if missing and more:
        alike = any(missing & pair and more & pair for pair in _ALIKE)
        return _SIMILAR if alike else _DIFFERENT
    return _ONE_SIDED


def is_bare_act(text: str) -> bool:
    """Whether a phrase names an act and nothing else (受理, 审结): what it was done to stands in the words before."""
    rest = text
    for _, spellings in _ACTS:
        for spelling in spellings:
            rest = rest.replace(spelling, "")
    return bool(text) and not rest.strip("率数量案件人举行其中")
