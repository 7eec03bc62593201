"""A rule in Chinese words, for people who read a system and never its file."""

from __future__ import annotations

from fazhi.assessment.language.definition import Item, Veto, plain
from fazhi.assessment.language.volume import Figures
from fazhi.procedures.conditions import ConditionError, Number, explain, parse
from fazhi.procedures.conditions import Name as NameType


def rule_words(item: Item, figures: Figures) -> tuple[str, ...]:
    """How an item is scored, line by line: 按时办结率不低于 100：4 分."""
    if item.judged is not None:
        return tuple(f"{plain(level.points)} 分：{level.says}" for level in item.judged.scale)
    said = words_of(item.expression or "", figures)
    if item.bands is not None:
        return tuple(f"{said}{step.words}：{plain(step.points)} 分" for step in item.bands.steps)
    if item.formula is not None:
        return (f"得分率＝{said}",)
    if item.full is not None:
        return (f"{said}的，得 {plain(item.points)} 分；否则不得分",)
    assert item.deduct is not None
    floor = f"，最低 {plain(item.deduct.floor)} 分" if item.deduct.floor else ""
    return (f"{said}，每件扣 {plain(item.deduct.each)} 分{floor}",)


def veto_words(veto: Veto, figures: Figures) -> str:
    """When a veto applies."""
    return words_of(veto.when, figures) if veto.when is not None else "由评审人认定"


def words_of(text: str, figures: Figures) -> str:
    """An expression over figures, each by its title; as it is written where it cannot be read."""
    try:
        return explain(
            parse(text), {key: NameType(Number(unit=each.unit), each.title) for key, each in figures.items()}
        )
    except ConditionError:
        return text
