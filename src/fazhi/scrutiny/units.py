"""Units that count the same thing (件 and 起, 人 and 名), so that their numbers may be added and compared."""

from __future__ import annotations

from fazhi.plans.reading.wordlists import words

_FAMILIES = (
    frozenset(words("件 起 宗 例 个 项 件次 桩 笔 单")),
    frozenset(words("人 名 位")),
    frozenset(words("家 户 个 所 处")),
    frozenset(words("份 件 篇 部 个 项 条")),
    frozenset(words("次 场 期 场次 轮 班")),
    frozenset(words("工作日 天 日 自然日")),
    frozenset(words("人次 人")),
)


def same_unit(one: str, other: str) -> bool:
    """Whether numbers in the two units may be added: equal, or two words for one."""
    return one == other or any(one in family and other in family for family in _FAMILIES)


def closely_same(one: str, other: str) -> bool:
    """The same unit but for habit: 件 and 起, 人 and 名; not 件 and 个, which count what they like."""
    return one == other or {one, other} <= {"件", "起", "宗", "例"} or {one, other} <= {"人", "名", "位"}
