"""The parts of a procedure that rest on law, where they stand, and whether they say what they rest on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pydantic import BaseModel

from fazhi.catalog.loading import Place
from fazhi.procedures.language.basis import Grounded, listed
from fazhi.procedures.language.citing import is_citation
from fazhi.procedures.language.draft import Draft
from fazhi.procedures.language.limits import TimeLimit
from fazhi.procedures.language.steps import Requirement, Rule, Step

_PHRASE_LONGEST = 25

_HEADINGS = {
    "parameters": "参数", "fields": "要素", "conditions": "条件", "threads": "分项", "steps": "步骤",
    "intervals": "期间", "time_limits": "期限", "instruments": "文书", "publish": "公开", "results": "结果",
    "alerts": "预警", "requires": "前置要求", "rules": "规则", "extend": "延长", "recording": "录入",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cited:
    """One phrase of one citation, and the part of the procedure that rests on it."""

    place: Place
    spoken: str
    """The part in words: ``步骤·法制审核·规则1``."""
    citation: str
    phrase: str


def grounded_parts(definition: BaseModel) -> Iterator[tuple[Place, Grounded]]:
    """Every part that can rest on law, with its place in the file, in the order of the file's parts."""
    return _grounded(definition, ())


def _grounded(value: object, place: Place) -> Iterator[tuple[Place, Grounded]]:
    if isinstance(value, Grounded):
        yield place, value
    if isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from _grounded(getattr(value, name), (*place, name))
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _grounded(item, (*place, key))
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from _grounded(item, (*place, index))


def citations(definition: BaseModel) -> Iterator[Cited]:
    """Every phrase that a procedure, a register or any other file of the catalog rests on."""
    for place, part in grounded_parts(definition):
        spoken = spoken_place(definition, place)
        for citation, phrases in part.basis.items():
            for phrase in listed(phrases):
                yield Cited((*place, "basis", citation), spoken, citation, phrase)


def spoken_place(definition: BaseModel, place: Place) -> str:
    """``("steps", "review", "rules", 0)`` → ``步骤·法制审核·规则1``; ``总则`` for the head."""
    words: list[str] = []
    value: object = definition
    for part in place:
        value = _inner(value, part)
        if isinstance(part, int):
            words[-1] += str(part + 1)
        elif part in _HEADINGS and not isinstance(value, Grounded):
            words.append(_HEADINGS[part])
        else:
            words.append(str(getattr(value, "title", None) or _HEADINGS.get(part, part)))
    return "·".join(words) or "总则"


def _inner(value: object, part: str | int) -> object:
    if isinstance(value, dict):
        return value.get(part)
    if isinstance(value, tuple) and isinstance(part, int):
        return value[part]
    return getattr(value, str(part), None)


def check_grounds(draft: Draft) -> None:
    """Blames citations that cannot be read and parts that rest on nothing and do not say why."""
    for place, part in grounded_parts(draft.definition):
        for citation, phrases in part.basis.items():
            _citation(draft, (*place, "basis", citation), citation, listed(phrases))
        _rests(draft, place, part)


def _citation(draft: Draft, place: Place, citation: str, phrases: tuple[str, ...]) -> None:
    law, mark, _ = citation.partition("#")
    if not mark or not law:
        draft.blame(
            place, f"看不懂依据“{citation}”", "请写成“法名#条”“法名#条.款”或“法名#条.款.项”，如 行政处罚法#58.1.2"
        )
    elif not is_citation(citation):
        wrong = f"依据“{citation}”的条款项写得不对"
        mend = "“#”后面请写阿拉伯数字的 条、条.款 或 条.款.项，如 #58、#58.1、#58.1.2；只有项没有款的写 #70..3"
        draft.blame(place, wrong, mend)
    if not phrases:
        draft.blame(place, f"依据“{citation}”没有写关键词", "请写上该条中的一个词或数字")
    for phrase in phrases:
        if len(phrase) > _PHRASE_LONGEST:
            wrong = f"关键词有 {len(phrase)} 个字，超过 {_PHRASE_LONGEST} 个字"
            draft.blame(place, wrong, "关键词只要一个术语或数字，不要抄整句")


def _rests(draft: Draft, place: Place, part: Grounded) -> None:
    what = {Step: "步骤", TimeLimit: "期限", Rule: "规则", Requirement: "前置要求"}.get(type(part))
    if what is None or part.basis or part.sources or getattr(part, "help", None):
        return
    title = getattr(part, "title", None) or getattr(part, "say", None)
    wrong = f"{what}{f'“{title}”' if title else ''}没有依据"
    draft.blame(
        place, wrong, "请写 basis（法条和关键词）或 sources（文件文号）；纯属内部事务的写 help 说明为什么这样办"
    )
