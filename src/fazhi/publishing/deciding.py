"""What a case makes public: which `publish` blocks are due, since which act, by when, until when, saying what. Pure.

A block speaks of a step (`after`). Each time that step is done anew the block is due anew, unless it would say the same
again (a decision served on three people is published once). What a later round has reset is due no longer. A block with
`by` is published by that step of its case, and the case has the clock; one without is published by the platform.

A notice says what the case said when it was published: what later steps enter (the next draft) is not what was made
public. Corrections of what had been entered by then are heeded.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from fazhi.procedures.casework.clocks import clocks_of, length_of
from fazhi.procedures.casework.context import Context, Parameters, judge_of
from fazhi.procedures.casework.events import Event
from fazhi.procedures.casework.facts import CaseAnswers, Facts, about_act
from fazhi.procedures.casework.state import CaseState
from fazhi.procedures.counting import due
from fazhi.procedures.durations import Unit
from fazhi.procedures.language.basis import listed
from fazhi.procedures.language.citing import said
from fazhi.procedures.language.definition import Definition, Publication
from fazhi.publishing.rules import PUBLISHED, ending_of, limit_unless_said
from fazhi.publishing.scrubbing import Persons
from fazhi.publishing.showing import Content, Shown, content

StateBefore = Callable[[int], CaseState]
"""The state of the case as it was before the act of a number, corrections heeded."""


@dataclass(frozen=True)
class Course:
    """A case as publication looks at it. ``before`` is asked only where a step was done more than once."""

    state: CaseState
    context: Context
    before: StateBefore
    number: str = ""
    papers: Mapping[int, Sequence[str]] | None = None
    """The numbers of the papers that acts made, by act."""


@dataclass(frozen=True)
class Due:
    """One notice that the case asks for now. ``seq`` is the act that made it due.

    ``by_seq`` and ``published_on``: the act of the case that published it; None where it has none, or not yet.
    """

    publication: str
    seq: int
    title: str
    fields: tuple[Shown, ...]
    due_from: date
    due_on: date | None
    by_platform: bool
    published_on: date | None = None
    withheld: str | None = None
    """Why the case itself decided not to publish; None where it did not."""
    withheld_ground: str = ""
    withdrawn_on: date | None = None
    withdrawn_said: str = ""


def publications(course: Course) -> tuple[Due, ...]:
    """Every notice that the case asks for, in the order of the file and of the acts."""
    blocks = course.state.definition.publish
    return tuple(found for name in blocks for found in _of_block(course, name, blocks[name]))


def removes_on(state: CaseState, context: Context, publication: str, published_on: date) -> date | None:
    """The last day on which it is public; None where nobody has set an end."""
    text = state.definition.publish[publication].removed_after
    length = length_of(state, context, text, 0, published_on) if text else None
    return due(published_on, length, calendar=context.calendar).on if length and length.unit is not Unit.HOUR else None


def _of_block(course: Course, name: str, block: Publication) -> Iterator[Due]:
    told: list[tuple[Shown, ...]] = []
    triggers = _triggers(course.state, block)
    for number, (event, following) in enumerate(triggers):
        ends = triggers[number + 1][0].seq if number + 1 < len(triggers) else None
        by = _recorded(course.state, name, block, event, ends)
        now = course.before(following.seq) if following else course.state
        if not _applies(now, course.context, block, event):
            continue
        papers = (course.papers or {}).get(event.seq, ())
        said_then = content(
            _as_published(course, block, event, by),
            name,
            thread=event.thread,
            case_number=course.number,
            papers=papers,
            persons=Persons(course.state),
        )
        same = tuple(each for each in said_then.fields if not each["name"].startswith("."))
        if same in told:
            continue
        told.append(same)
        yield _due(course, name, block, _Turn(event, by, ends), said_then)


@dataclass(frozen=True)
class _Turn:
    """One time that a block is due: by which act, published by which, and the act with which the next begins."""

    event: Event
    by: Event | None
    ends: int | None


def _as_published(course: Course, block: Publication, event: Event, by: Event | None) -> CaseState:
    """The case as it stood when the content became public; as it stands, while it waits for the step to be taken."""
    if block.by is not None and by is None:
        return course.state
    cut = max(event.seq, by.seq if by else 0)
    return course.before(cut + 1) if course.state.events[-1].seq > cut else course.state


def _triggers(state: CaseState, block: Publication) -> list[tuple[Event, Event | None]]:
    """The events that make a block due, each with the next of its own step (which may have changed what it said).

    Of several steps that would do, the first counts; what is published by a step that is taken once is published once.
    """
    steps = state.definition.steps
    found = {event.seq: event for each in listed(block.after) for event in state.found(each)}
    events = [found[seq] for seq in sorted(found)]
    threads = {event.thread for event in events}
    kept: list[Event] = []
    for thread in sorted(threads):
        own = [event for event in events if event.thread == thread]
        once = block.by is not None and not steps[block.by].repeat
        kept += own[:1] if once else [own[0], *(each for each in own[1:] if steps[each.step].repeat)]
    kept.sort(key=lambda each: each.seq)
    return [(each, _next(state, each)) for each in kept]


def _next(state: CaseState, event: Event) -> Event | None:
    """The next time that the same step was taken in the same thread."""
    later = (each for each in state.events if each.seq > event.seq)
    return next((each for each in later if each.step == event.step and each.thread == event.thread), None)


def _applies(state: CaseState, context: Context, block: Publication, event: Event) -> bool:
    """Whether the block's `when` holds; what is unknown counts as no, as in every `when`."""
    if block.when is None:
        return True
    last = state.events[-1]
    about = about_act(on=last.on, result=last.result, attachments=0, opened_on=state.opened_on)
    own = Parameters(state.definition, context.parameters, event.on)
    facts = Facts(state, own, act=about, thread=event.thread, given={})
    answers = CaseAnswers(state, event.thread)
    return judge_of(state.definition).ask(block.when, facts, answers, context.calendar) is True


def _due(course: Course, name: str, block: Publication, turn: _Turn, made: Content) -> Due:
    state, ending = course.state, ending_of(course.state.definition.id, name)
    event, by = turn.event, turn.by
    withheld = by is not None and any(_is(by, each) for each in ending.withheld_by)
    withdrawn = _last(state, ending.withdrawn_by, by or event, turn.ends) if by or block.by is None else None
    return Due(
        publication=name,
        seq=event.seq,
        title=made.title,
        fields=made.fields,
        due_from=event.on,
        due_on=_due_on(course, block, event),
        by_platform=block.by is None,
        published_on=by.on if by and not withheld else None,
        withheld=(_field_text(state, ending.reason) or _result_title(state, by)) if by and withheld else None,
        withheld_ground=_articles(state.definition, by) if by and withheld else "",
        withdrawn_on=withdrawn.on if withdrawn else None,
        withdrawn_said=Persons(state).without(_field_text(state, ending.said)) if withdrawn else "",
    )


def _recorded(state: CaseState, name: str, block: Publication, event: Event, ends: int | None) -> Event | None:
    """The first act of the case that says whether this was published."""
    if block.by is None:
        return None
    results = state.definition.steps[block.by].results
    withheld = ending_of(state.definition.id, name).withheld_by
    found = (
        each
        for each in state.found(block.by, thread=event.thread)
        if each.seq >= event.seq and (ends is None or each.seq < ends)
        if PUBLISHED not in results or each.result == PUBLISHED or any(_is(each, one) for one in withheld)
    )
    return next(found, None)


def _is(event: Event, reference: str) -> bool:
    step, _, result = reference.partition(".")
    return event.step == step and (not result or event.result == result)


def _last(state: CaseState, references: Sequence[str], event: Event, ends: int | None) -> Event | None:
    found = [each for reference in references for each in state.found(reference, thread=event.thread)]
    found = [each for each in found if each.seq > event.seq and (ends is None or each.seq < ends)]
    return max(found, key=lambda each: each.seq, default=None)


def _due_on(course: Course, block: Publication, event: Event) -> date | None:
    """The case's own clock where it has one to the step that publishes; else `within` from the act's day.

    What the platform publishes by itself is never without a limit: where the procedure says none, the general holds.
    """
    state, context = course.state, course.context
    days = [clock for clock in _clocks(state, context, block) if clock[0] <= event.seq]
    if days:
        return days[-1][1]
    text = block.within or (None if block.by else limit_unless_said().within)
    length = length_of(state, context, text, event.thread, event.on) if text else None
    if length is None or length.unit is Unit.HOUR:
        return event.on if length else None
    return due(event.on, length, calendar=context.calendar).on


def own_limits(definition: Definition, block: Publication) -> tuple[str, ...]:
    """The time limits of the procedure that run to the step that publishes; none where the platform publishes."""
    if block.by is None:
        return ()
    limits = definition.time_limits.items()
    return tuple(name for name, each in limits if any(end.partition(".")[0] == block.by for end in each.end.any))


def _clocks(state: CaseState, context: Context, block: Publication) -> list[tuple[int, date]]:
    """The clocks that run to the step that publishes: the act that each starts from, and its last day."""
    limits = own_limits(state.definition, block)
    found = [clock for name in limits for clock in clocks_of(state, context, name)]
    return sorted((clock.start.seq, clock.due_on) for clock in found if clock.due_on)


def _field_text(state: CaseState, name: str | None) -> str:
    return str(state.data.get(name) or "") if name else ""


def _result_title(state: CaseState, event: Event) -> str:
    step = state.definition.steps[event.step]
    return f"{step.title}：{step.results[event.result].title}" if event.result else step.title


def _articles(definition: Definition, event: Event) -> str:
    return "、".join(said(each) for each in definition.steps[event.step].basis)


def as_json(fields: Sequence[Shown]) -> list[dict[str, Any]]:
    """The fields as the database keeps them."""
    return [dict(each) for each in fields]
