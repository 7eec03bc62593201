"""The outline of a procedure as plain text."""

from __future__ import annotations

from collections.abc import Iterator

from fazhi.procedures.outlining.outline import (
    Asked,
    Condition,
    Extension,
    Grounds,
    LimitOutline,
    Outline,
    ResultOutline,
    StepOutline,
)


def text(outline: Outline) -> str:
    """The whole outline, for a terminal or a printer."""
    return "\n".join(_lines(outline)) + "\n"


def _lines(outline: Outline) -> Iterator[str]:
    yield f"{outline.title}（{outline.edition} 版，{outline.id}）"
    yield f"{outline.about}{outline.begins}启动，编号 {outline.number}。"
    if outline.statutes:
        yield f"依据：{'、'.join(f'《{name}》{count}处' for name, count in outline.statutes)}。"
    yield from _section("步骤", (line for step in outline.steps for line in _step(step)))
    yield from _section("期限", (line for limit in outline.limits for line in _limit(limit)))
    yield from _section("权利行使期和须届满的期间", (line for limit in outline.windows for line in _limit(limit)))
    yield from _section("不计入期限的期间", _intervals(outline))
    yield from _section("分项", _threads(outline))
    yield from _section(
        "法律概念", (f"· {each.title}：{each.that}{_grounds(each.grounds)}" for each in outline.notions)
    )
    yield from _section("由本地区规定的参数", _parameters(outline))
    yield from _section("办理结局", (f"· {outcome}" for outcome in outline.outcomes))
    yield from _section("公开", _publications(outline))
    if outline.recording:
        yield from _section("录入", iter((f"· 办理后 {outline.recording} 内录入",)))


def _section(title: str, lines: Iterator[str]) -> Iterator[str]:
    found = list(lines)
    if found:
        yield ""
        yield f"【{title}】"
        yield from found


def _step(step: StepOutline) -> Iterator[str]:
    marks = [f"分项：{step.thread}"] if step.thread else []
    marks += ["可重复办理"] if step.repeat else []
    marked = f"［{'，'.join(marks)}］" if marks else ""
    yield f"{step.number}. {step.title}（{'、'.join(step.by)}）{marked}"
    if step.help:
        yield f"   说明：{step.help}"
    only = f"；限于{step.when}" if step.when else ""
    yield f"   时机：{step.after or '程序由此开始'}{only}"
    if step.unless:
        yield f"   已办理{_quoted(step.unless, '或者')}的，不再办理"
    if step.not_by:
        yield f"   办理过{_quoted(step.not_by, '、')}的人不得办理"
    if step.bars:
        yield f"   “{step.bars}”所列人员此后不得参与本案"
    yield from _asks(step.asks, "   ")
    if step.papers:
        yield f"   文书：{'、'.join(step.papers)}"
    yield from (f"   {line}" for each in (*step.requires, *step.rules) for line in _condition(each))
    for result in step.results:
        yield from _result(result)
    yield from _ending(step, "   ")
    if step.grounds.articles or step.grounds.sources:
        yield f"   依据：{_grounds(step.grounds).removeprefix('［').removesuffix('］')}"


def _result(result: ResultOutline) -> Iterator[str]:
    only = f"：限于{result.when}" if result.when else ""
    yield f"   → {result.title}{only}{_grounds(result.grounds)}"
    yield from _asks(result.asks, "      ")
    yield from (f"      {line}" for each in (*result.requires, *result.rules) for line in _condition(each))
    yield from _ending(result, "      ")


def _ending(part: StepOutline | ResultOutline, indent: str) -> Iterator[str]:
    if part.again:
        yield f"{indent}此后须重新办理{_quoted(part.again, '、')}"
    if part.closes:
        yield f"{indent}结案：{part.closes}"


def _asks(asks: tuple[Asked, ...], indent: str) -> Iterator[str]:
    for required, label in ((True, "必填"), (False, "选填")):
        titles = [_field(each) for each in asks if each.required is required]
        if titles:
            yield f"{indent}{label}：{'、'.join(titles)}"


def _field(asked: Asked) -> str:
    inner = asked.columns or asked.options
    return f"{asked.title}（{'／'.join(inner)}）" if inner and len(inner) <= 8 else asked.title


def _condition(condition: Condition) -> Iterator[str]:
    when = f"{condition.when}的，" if condition.when else ""
    yield f"要求：{when}{condition.say.removesuffix('。')} ——违反：{condition.consequence}{_grounds(condition.grounds)}"


def _limit(limit: LimitOutline) -> Iterator[str]:
    span = f"自{limit.start}起，至{limit.end}，{limit.length}"
    yield f"· {limit.title}（{limit.kind_label}）：{span}{_grounds(limit.grounds)}"
    if limit.help:
        yield f"   说明：{limit.help}"
    if limit.when:
        yield f"   限于{limit.when}"
    more = [f"不计入{'、'.join(limit.stops)}"] if limit.stops else []
    more += [f"自{_quoted(limit.restarts, '或者')}重新计算"] if limit.restarts else []
    more += [limit.rolls] if limit.rolls else []
    more += ["每次单独计算"] if limit.each else []
    if more:
        yield f"   {'；'.join(more)}"
    yield from (f"   {_extension(each)}" for each in limit.extensions)
    if limit.holds:
        yield f"   届满、行使或者放弃之前不得办理{_quoted(limit.holds, '、')}"
    if limit.waived_by:
        yield f"   以{_quoted(limit.waived_by, '或者')}提前放弃"
    if limit.deems:
        yield f"   届满未办的，视为“{limit.deems}”"


def _extension(extension: Extension) -> str:
    most = f"，合计至多{extension.at_most}" if extension.at_most else ""
    return f"可以“{extension.by}”延长{extension.times}次，{extension.length}{most}{_grounds(extension.grounds)}"


def _intervals(outline: Outline) -> Iterator[str]:
    for each in outline.intervals:
        only = f"；期间只能办理{_quoted(each.allows, '、')}" if each.allows else ""
        yield f"· {each.title}：自“{each.start}”至“{each.end}”，{each.resumes}{only}{_grounds(each.grounds)}"


def _threads(outline: Outline) -> Iterator[str]:
    for each in outline.threads:
        yield f"· {each.title}：以“{each.opens}”开始，以{_quoted(each.closes, '或者')}了结{_grounds(each.grounds)}"


def _parameters(outline: Outline) -> Iterator[str]:
    for each in outline.parameters:
        note = f"（{each.note}）" if each.note else ""
        yield f"· {each.title}：{each.value}{note}{_grounds(each.grounds)}"
        yield from (f"   {since} 起 {value}（{source}）" for since, value, source in each.changes)


def _publications(outline: Outline) -> Iterator[str]:
    for each in outline.publications:
        parts = [f"“{each.after}”之后" + (f" {each.within} 内" if each.within else "")]
        parts += [f"限于{each.when}"] if each.when else []
        parts += [f"公开{'、'.join(each.fields)}"] if each.fields else []
        parts += [f"遮蔽{'、'.join(each.masked)}"] if each.masked else []
        parts += [f"{each.removed_after}后撤下"] if each.removed_after else []
        yield f"· {each.title}：{'，'.join(parts)}{_grounds(each.grounds)}"


def _quoted(titles: tuple[str, ...], between: str) -> str:
    return between.join(f"“{title}”" for title in titles)


def _grounds(grounds: Grounds) -> str:
    parts = [article.said for article in grounds.articles]
    parts += [f"未核实：{source}" for source in grounds.sources]
    return f"［{'；'.join(parts)}］" if parts else ""
