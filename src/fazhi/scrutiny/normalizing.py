"""Words for what is counted, brought to one form: 全年共办理各类行政复议案件 and 办结行政复议案件 can be compared."""

from __future__ import annotations

import re

from fazhi.plans.reading.wordlists import words

_FRAME = words(
    "全区 全市 全县 全省 全镇 全街道 我区 我市 我县 我局 本区 本市 本县 区内 全年 本年度 本年 今年 年内",
    "当年 一年来 共计 共 累计 合计 总计 同比 各级 各类 各地 各部门 各单位 全部 依法 及时 积极 认真 扎实",
    "深入 切实 大力 持续 不断 有效 严格 充分 先后 分别 目前 现有 其中 辖区 有关 相关 一般程序 的 了 等 已",
    "均 总 数量 总数 件数 人次数 情况 工作 数",
)
_KEPT = words("共享 共同 共建 公共 总体 总队 数据 数字 人数")
# Words that reports use for one thing; the last of a line is the one that stays.
_SYNONYMS = tuple(
    tuple(words(line))
    for line in (
        "新收 新接收 接收 接到 收悉 收到",
        "审理完结 审理结案 办理完结 处理完毕 处理完结 审结 结案 办毕 结办 办结",
        "行政机关负责人 行政负责人 单位负责人 部门负责人 负责人",
        "法制审核 法制审查 合法性审核 合法性审查",
        "报送备案 备案报送 报备 备案",
        "印发 出台 发布 颁布 制发 制定",
        "政府信息公开 信息公开",
        "12345政务服务便民热线 政务服务便民热线 12345政务服务热线 便民热线 12345热线 政务热线 12345",
        "市场主体 经营主体",
        "人大代表建议 人大建议 人大代表意见建议 代表建议",
        "政协委员提案 政协提案 委员提案 提案",
        "矛盾纠纷 民间纠纷 纠纷",
        "罚没款 罚没金额 罚款金额 罚没收入 罚款",
        "随机抽查 抽查检查 抽查",
        "受援人员 受援群众 受援人",
        "执法人员资格考试 执法资格考试 综合法律知识考试 执法人员考试 执法考试",
        "维持原行政行为 维持",
        "审查意见书 法律意见书 审查意见 审核意见 法律意见",
        "参加 参训 培训人员 参与",
        "举办 召开 组织 开展",
        "按时办结率 按期办结率 期限内办结率 及时办结率",
        "举报投诉 投诉举报",
        "不合格问题 问题 隐患",
        "执法证 行政执法证",
        "普法宣传 法治宣传 普法",
    )
)
_REPLACED = tuple(
    (word, line[-1]) for line in _SYNONYMS for word in sorted(line[:-1], key=len, reverse=True) if word != line[-1]
)
_SYNONYM = re.compile("|".join(sorted((re.escape(word) for word, _ in _REPLACED), key=len, reverse=True)))
_MEANS = dict(_REPLACED)
_STRIPPED = re.compile("|".join(sorted(map(re.escape, _FRAME), key=len, reverse=True)))
_GUARD = re.compile("|".join(map(re.escape, _KEPT)))
_MARKS = re.compile(r"[\s“”\"'‘’《》()（）、,，。:：;；·—\-/|]+")
_EVERYBODY = re.compile(
    r"^(?:全[市区县省])?各(?:级|类)?[\u4e00-\u9fff]{0,8}?(?:单位|机关|部门|街道|镇街)(?=[\u4e00-\u9fff]{4})"
)
_GLOSS = re.compile(r"[(（][^()（）]{0,12}[)）]")


def normal(what: str) -> str:
    """The words in their common form, without framing words, marks and glosses. Equal results mean one quantity."""
    bare = _EVERYBODY.sub("", _MARKS.sub("", _GLOSS.sub("", what)))
    kept: list[str] = []

    def guard(found: re.Match[str]) -> str:
        kept.append(found.group())
        return chr(0xE000 + len(kept) - 1)

    bare = _SYNONYM.sub(lambda found: _MEANS[found.group()], bare)
    bare = _STRIPPED.sub("", _GUARD.sub(guard, bare))
    for at, word in enumerate(kept):
        bare = bare.replace(chr(0xE000 + at), word)
    return bare or _MARKS.sub("", what)
