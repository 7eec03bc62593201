"""Builds the outline of a definition."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from fazhi.procedures.language.basis import listed
from fazhi.procedures.language.definition import Definition, Publication
from fazhi.procedures.language.grounds import citations
from fazhi.procedures.language.limits import Extend, Interval, LimitKind, Parameter, Resumption, TimeLimit
from fazhi.procedures.language.steps import Requirement, Result, Rule, Step
from fazhi.procedures.outlining.outline import (
    Asked,
    Condition,
    Extension,
    IntervalOutline,
    LimitOutline,
    NotionOutline,
    Outline,
    ParameterOutline,
    PublicationOutline,
    ResultOutline,
    StepOutline,
    ThreadOutline,
)
from fazhi.procedures.outlining.wording import Wording

_WINDOWS = (LimitKind.RIGHT, LimitKind.WAIT)


def outline(definition: Definition) -> Outline:
    """The outline of one edition of a procedure."""
    words = Wording(definition)
    limits = [(limit.kind in _WINDOWS, _limit(words, name, limit)) for name, limit in definition.time_limits.items()]
    statutes = Counter(cited.citation.partition("#")[0] for cited in citations(definition))
    return Outline(
        id=definition.id,
        title=definition.title,
        edition=definition.edition,
        about=definition.about,
        begins=definition.begins.label,
        number=definition.number,
        statutes=tuple(statutes.most_common()),
        steps=tuple(
            _step(words, number, name, step) for number, (name, step) in enumerate(definition.steps.items(), 1)
        ),
        limits=tuple(limit for window, limit in limits if not window),
        windows=tuple(limit for window, limit in limits if window),
        intervals=tuple(_interval(words, interval) for interval in definition.intervals.values()),
        notions=tuple(
            NotionOutline(each.title, words.condition(each.that), words.grounds(each))
            for each in definition.conditions.values()
        ),
        threads=tuple(
            ThreadOutline(name, each.title, words.step(each.opens), words.steps(each.closes), words.grounds(each))
            for name, each in definition.threads.items()
        ),
        parameters=tuple(_parameter(words, name, each) for name, each in definition.parameters.items()),
        outcomes=tuple(definition.outcomes.values()),
        publications=tuple(_publication(words, each) for each in definition.publish.values()),
        recording=words.length(definition.recording.within) if definition.recording else "",
        grounds=words.grounds(definition),
    )


def _step(words: Wording, number: int, name: str, step: Step) -> StepOutline:
    thread = words.definition.threads.get(step.thread or "")
    bars = words.definition.fields.get(step.bars or "")
    return StepOutline(
        number=number,
        name=name,
        title=step.title,
        help=step.help or "",
        by=tuple(words.actor(each) for each in step.actors),
        after=words.after(step),
        unless=words.steps(listed(step.unless)),
        when=words.condition(step.when, name),
        repeat=step.repeat,
        thread=thread.title if thread else "",
        asks=_asks(words, step),
        papers=tuple(words.definition.instruments[each].title for each in listed(step.instrument)),
        not_by=words.steps(listed(step.not_by)),
        bars=bars.title if bars else "",
        requires=tuple(_requirement(words, name, each) for each in step.requires),
        rules=tuple(_rule(words, name, each) for each in step.rules),
        results=tuple(_result(words, name, key, each) for key, each in step.results.items()),
        again=words.steps(listed(step.resets)),
        closes=words.definition.outcomes[step.close] if step.close else "",
        grounds=words.grounds(step),
    )


def _result(words: Wording, step: str, name: str, result: Result) -> ResultOutline:
    return ResultOutline(
        name=name,
        title=result.title,
        when=words.condition(result.when, step),
        asks=_asks(words, result),
        requires=tuple(_requirement(words, step, each) for each in result.requires),
        rules=tuple(_rule(words, step, each) for each in result.rules),
        again=words.steps(listed(result.resets)),
        closes=words.definition.outcomes[result.close] if result.close else "",
        grounds=words.grounds(result),
    )


def _asks(words: Wording, part: Step | Result) -> tuple[Asked, ...]:
    return (*_fields(words, part.collect, required=True), *_fields(words, part.offer, required=False))


def _fields(words: Wording, names: Iterable[str], *, required: bool) -> Iterable[Asked]:
    for name in names:
        declared = words.definition.fields[name]
        yield Asked(
            name=name,
            title=declared.title,
            kind=declared.type.label,
            required=required,
            hint=declared.hint or "",
            options=tuple(declared.options.values()),
            columns=tuple(column.title for column in declared.columns.values()),
            personal=declared.personal,
            grounds=words.grounds(declared),
        )


def _requirement(words: Wording, step: str, requirement: Requirement) -> Condition:
    needed = "或者".join(f"“{each}”" for each in words.steps(requirement.any))
    return Condition(
        say=requirement.say or f"须先办理{needed}",
        when=words.condition(requirement.when, step),
        that=f"已办理{needed}",
        breach=requirement.breach.value,
        consequence=requirement.breach.label,
        grounds=words.grounds(requirement),
        help=requirement.help or "",
    )


def _rule(words: Wording, step: str, rule: Rule) -> Condition:
    return Condition(
        say=rule.say,
        when=words.condition(rule.when, step),
        that=words.condition(rule.that, step),
        breach=rule.breach.value,
        consequence=rule.breach.label,
        grounds=words.grounds(rule),
        help=rule.help or "",
    )


def _limit(words: Wording, name: str, limit: TimeLimit) -> LimitOutline:
    return LimitOutline(
        name=name,
        title=limit.title,
        help=limit.help or "",
        kind=limit.kind.value,
        kind_label=limit.kind.label,
        start=words.moment(limit.start),
        end=words.moment(limit.end),
        length=words.length(limit.within),
        when=words.condition(limit.when),
        stops=tuple(words.definition.intervals[each].title for each in listed(limit.excludes)),
        extensions=tuple(_extension(words, each) for each in limit.extensions),
        restarts=words.steps(listed(limit.restarts)),
        rolls=_rolls(words, limit.rolls),
        holds=words.steps(listed(limit.holds)),
        waived_by=words.steps(listed(limit.waived_by)),
        deems=words.step(limit.deems) if limit.deems else "",
        each=limit.each,
        consequence="" if limit.kind is LimitKind.WAIT else limit.breach.label,
        grounds=words.grounds(limit),
    )


def _rolls(words: Wording, rolls: bool | str) -> str:
    if isinstance(rolls, str):
        return f"末日遇休息日是否顺延，按“{words.definition.parameters[rolls].title}”"
    return "末日遇休息日顺延" if rolls else ""


def _extension(words: Wording, extend: Extend) -> Extension:
    return Extension(
        by=words.step(extend.by),
        length=words.length(extend.within),
        at_most=words.length(extend.at_most),
        times=extend.times,
        grounds=words.grounds(extend),
    )


def _interval(words: Wording, interval: Interval) -> IntervalOutline:
    return IntervalOutline(
        title=interval.title,
        start="或者".join(words.steps(listed(interval.from_))),
        end="或者".join(words.steps(listed(interval.to))),
        allows=words.steps(listed(interval.allows)),
        resumes="自结束当日起继续计算" if interval.resumes is Resumption.SAME_DAY else "自结束次日起继续计算",
        grounds=words.grounds(interval),
    )


def _parameter(words: Wording, name: str, parameter: Parameter) -> ParameterOutline:
    def said(value: str | int | bool | None) -> str:
        if value is None:
            return "未设定"
        if isinstance(value, bool):
            return "是" if value else "否"
        text = words.length(str(value)) if parameter.type == "duration" else str(value)
        return text + (parameter.unit or "")

    return ParameterOutline(
        name=name,
        title=parameter.title,
        value=said(parameter.value),
        changes=tuple((each.since, said(each.value), each.source) for each in parameter.values),
        note=parameter.note or "",
        grounds=words.grounds(parameter),
    )


def _publication(words: Wording, publication: Publication) -> PublicationOutline:
    fields = words.definition.fields
    return PublicationOutline(
        title=publication.title,
        after="或者".join(words.steps(listed(publication.after))),
        when=words.condition(publication.when),
        fields=tuple(fields[each].title for each in publication.fields),
        masked=tuple(fields[each].title for each in publication.masked),
        within=words.length(publication.within),
        removed_after=words.length(publication.removed_after),
        grounds=words.grounds(publication),
    )
