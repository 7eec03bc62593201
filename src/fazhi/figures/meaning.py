"""The definition of a figure in plain Chinese 口径: what is counted, under which conditions, by which day."""

from __future__ import annotations

import re
from collections.abc import Iterator

from fazhi.catalog.plan_kinds import load_plan_kinds
from fazhi.figures.language import names as naming
from fazhi.figures.language.definition import OF_PROCEDURES, Counted, Figure
from fazhi.figures.language.library import shelf
from fazhi.figures.language.things import Sort, named
from fazhi.procedures import conditions
from fazhi.procedures.conditions.types import ListOf, Text
from fazhi.procedures.language.library import library
from fazhi.procedures.registers import library as registers

Said = tuple[str, str]
_ONE = {
    Sort.ORGANIZATION: "单位", Sort.PERSON: "人", Sort.ENTRY: "对象", Sort.CHOICE: "项", Sort.TEXT: "个",
    Sort.SEALED: "个",
}  # fmt: skip
_ALSO = "也写作"
_QUOTED = re.compile(r"“([a-z][a-z0-9_]*)”")


def meaning_of(figure: Figure) -> list[Said]:
    """Labels and sentences, in the order in which people ask."""
    made = _counted(figure) if figure.counts is not None else _made(figure)
    return [(label, words) for label, words in (*made, *_notes(figure)) if words]


def definition_of(figure: Figure) -> str:
    """What a figure counts, in sentences for print and for machines: 数什么：…；条件：…。"""
    return "；".join(f"{label}：{words}" for label, words in meaning_of(figure) if label != _ALSO)


def _counted(figure: Figure) -> Iterator[Said]:
    yield "数什么", _what(figure)
    yield "条件", condition_of(figure)
    yield "归入统计期", _placed(figure)
    if figure.total:
        per = f"，再除以{figure.per:,}换算成{figure.unit}" if figure.per != 1 else ""
        yield "怎样加", f"把每条记录的“{_amount(figure, figure.total)}”加起来{per}"
    elif figure.once:
        yield "怎样加", "一个案件有几条也只算一件"
    elif figure.distinct:
        yield "怎样加", distinct_words(figure)
    if figure.kind:
        yield "分类", f"按“{_title(figure, figure.kind)}”"


def distinct_words(figure: Figure) -> str:
    """What is told apart where different things are counted."""
    what = named(figure)
    told = "（按加密后的检索值比对，内容不解开）" if what.sort is Sort.SEALED else ""
    again = f"同一{one_of(figure)}有几条记录也只算一次；没有填写的不算"
    return f"按“{what.title}”去重{told}：{again}"


def one_of(figure: Figure) -> str:
    """What one of the different things counted is called: 单位, 人, 对象."""
    return _ONE[named(figure).sort]


def _made(figure: Figure) -> Iterator[Said]:
    titles = [f"“{shelf().get(part).title}”" for part in figure.parts]
    if figure.ratio is not None:
        times = " × 100%" if figure.unit == "%" else ""
        yield "怎样算", f"{titles[0]} ÷ {titles[1]}{times}，四舍五入保留{figure.ratio.places}位小数"
        yield "分母为零时", figure.ratio.empty
    elif figure.sum:
        yield "怎样算", " ＋ ".join(titles)
    else:
        yield "怎样算", " － ".join(titles)


def _notes(figure: Figure) -> Iterator[Said]:
    yield "计量单位", figure.unit
    yield "依据、报表", figure.form or ""
    yield "说明", figure.note or ""
    others = [each for each in figure.said if each != figure.title]
    yield _ALSO, "、".join(f"“{each}”" for each in others)


def condition_of(figure: Figure) -> str:
    """Its condition in words; '' for none."""
    return _explained(figure, figure.where) if figure.where else ""


def _explained(figure: Figure, text: str) -> str:
    """A condition or an expression in words; options of a list that are quoted by name get their titles."""
    names = naming.names(figure)
    said = conditions.explain(conditions.parse(text), names, steps=_steps(figure))
    titles: dict[str, str] = {}
    for name in names.values():
        kind = name.type.of if isinstance(name.type, ListOf) else name.type
        if isinstance(kind, Text):
            titles.update(kind.titles)
    return _QUOTED.sub(lambda found: f"“{titles.get(found[1], found[1])}”", said)


def _what(figure: Figure) -> str:
    sources = "、".join(f"“{each}”" for each in source_titles(figure))
    match figure.counts:
        case Counted.CASES:
            return f"{sources}的案件"
        case Counted.ACTS:
            titles = _steps(figure)
            asked = "、".join(f"“{titles.get(each, each)}”" for each in figure.steps)
            return f"{sources}案件里{asked}的办理记录"
        case Counted.CLOCKS:
            asked = "、".join(f"“{each}”" for each in _limits(figure))
            return f"{sources or '各类'}案件的{asked}期限" if asked else f"{sources or '各类'}案件的期限"
        case Counted.FINDINGS:
            return f"{sources or '各类'}案件的监督发现"
        case Counted.ENTRIES:
            return f"清单台账{sources}的条目"
        case Counted.TASKS:
            return f"{sources}的任务（不含大项）" if sources else "规划计划的任务（不含大项）"
        case Counted.EXAMS | Counted.CANDIDATES:
            return f"已发布考试的{'考生' if figure.counts is Counted.CANDIDATES else '场次'}（筹备中、已取消的不算）"
        case Counted.TRAININGS | Counted.ATTENDANCES:
            return f"登记的{figure.counts.label}（已作废的不算）"
    return figure.counts.label if figure.counts else ""


def source_titles(figure: Figure) -> list[str]:
    """The titles of the procedures, the register or the kinds of plans."""
    if figure.counts in OF_PROCEDURES:
        return [library().editions(each)[-1].title for each in figure.sources]
    if figure.counts is Counted.ENTRIES:
        return [registers.shelf().get(each).title for each in figure.sources]
    kinds = {kind.key: kind.title for kind in load_plan_kinds().kinds}
    return [kinds.get(each, each) for each in figure.sources]


def _placed(figure: Figure) -> str:
    name = naming.dated(figure)
    open_words = "有效" if figure.counts is Counted.ENTRIES else "尚未办结"
    if name == naming.AT_END:
        return f"统计期最后一天{open_words}的（统计期未完的，算到今天）"
    if name == naming.AT_START:
        return f"统计期开始前一天{open_words}的"
    return f"按“{_title(figure, name)}”，落在统计期内的算进来"


def _title(figure: Figure, name: str) -> str:
    found = naming.names(figure).get(name)
    return found.title if found else name


def _amount(figure: Figure, text: str) -> str:
    """What is summed: a field by its title, an expression in words."""
    return _title(figure, text) if text in naming.names(figure) else _explained(figure, text)


def _steps(figure: Figure) -> dict[str, str]:
    """Titles of steps and of their results."""
    if figure.counts not in OF_PROCEDURES:
        return {}
    found: dict[str, str] = {}
    for edition in naming.editions(figure):
        for name, step in edition.steps.items():
            found[name] = step.title
            found |= {f"{name}.{key}": f"{step.title}：{result.title}" for key, result in step.results.items()}
    return found


def _limits(figure: Figure) -> list[str]:
    known = {name: limit.title for edition in naming.editions(figure) for name, limit in edition.time_limits.items()}
    return [known.get(each, each) for each in figure.limits]
