"""Every name in a procedure must lead somewhere, and everything declared must be used."""

from __future__ import annotations

from collections.abc import Iterator

from fazhi.catalog.loading import Place
from fazhi.procedures.language.draft import Draft, each
from fazhi.procedures.language.entering import entered
from fazhi.procedures.language.fields import Kind
from fazhi.procedures.language.steps import ROLES, Actor, AnyOf, Requirement, Result, Step, Thread, asked

FIELD, OUTCOME, INSTRUMENT = "要素", "办理结局（outcomes）", "文书（instruments）"


def check_names(draft: Draft) -> None:
    """Blames every name that resolves to nothing, and every field, outcome or instrument that nothing uses."""
    _head(draft)
    for name, actor in draft.definition.actors.items():
        _actor(draft, actor, ("actors", name))
    for name, step in draft.definition.steps.items():
        _step(draft, step, ("steps", name))
    for name, thread in draft.definition.threads.items():
        _thread(draft, thread, ("threads", name))
    _intervals(draft)
    _publications(draft)
    _alerts(draft)
    _unused(draft)


def _head(draft: Draft) -> None:
    for key in ("subject", "cause"):
        named = getattr(draft.definition, key)
        if named is not None:
            draft.knows((key,), named, draft.field_titles, FIELD)


def _alerts(draft: Draft) -> None:
    numbers = {key: each.title for key, each in draft.definition.parameters.items() if each.type == "number"}
    for name, alert in draft.definition.alerts.items():
        draft.refers(("alerts", name, "step"), alert.step, results=False)
        if alert.reaches is not None:
            draft.knows(("alerts", name, "reaches"), alert.reaches, numbers, "数字参数")


def _actor(draft: Draft, actor: Actor, place: Place) -> None:
    if actor.role is not None:
        draft.knows((*place, "role"), actor.role, ROLES, "单位角色")
    inside = ROLES | {name: other.title for name, other in draft.definition.actors.items() if other.role}
    for where, name in each(actor.entered_by, (*place, "entered_by")):
        draft.knows(where, name, inside, "本单位办理角色")


def _step(draft: Draft, step: Step, place: Place) -> None:
    for where, actor in each(step.by, (*place, "by")):
        draft.knows(where, actor, draft.actor_titles, "办理角色")
    for where, reference in after_references(step, (*place, "after")):
        draft.refers(where, reference)
    for where, reference in each(step.unless, (*place, "unless")):
        draft.refers(where, reference)
    for where, reference in each(step.not_by, (*place, "not_by")):
        draft.refers(where, reference, results=False)
    if step.thread is not None:
        titles = {name: thread.title for name, thread in draft.definition.threads.items()}
        draft.knows((*place, "thread"), step.thread, titles, "分项（threads）")
    _bars(draft, step, place)
    instruments = {name: paper.title for name, paper in draft.definition.instruments.items()}
    for where, name in each(step.instrument, (*place, "instrument")):
        draft.knows(where, name, instruments, INSTRUMENT)
    _ending(draft, step, place)
    for key, result in step.results.items():
        _ending(draft, result, (*place, "results", key))


def _bars(draft: Draft, step: Step, place: Place) -> None:
    if step.bars is None or not draft.knows((*place, "bars"), step.bars, draft.field_titles, FIELD):
        return
    declared = draft.definition.fields[step.bars]
    if declared.type not in (Kind.PEOPLE, Kind.PERSON):
        wrong = f"“{declared.title}”不是人员名单，不能作为回避人员（bars）"
        draft.blame((*place, "bars"), wrong, "请填写类型为 people 或 person 的要素")
    elif step.bars not in asked(step):
        wrong = f"这一步不收集“{step.bars}”（{declared.title}），却以它定回避人员"
        draft.blame((*place, "bars"), wrong, "请在本步骤的 collect 或 offer 中加上它")


def _ending(draft: Draft, part: Step | Result, place: Place) -> None:
    """What a step and each of its results may say alike."""
    for key in ("collect", "offer"):
        for where, name in each(getattr(part, key), (*place, key)):
            draft.knows(where, name, draft.field_titles, FIELD)
    for where, name in each(part.offer, (*place, "offer")):
        if name in part.collect:
            draft.blame(where, f"“{name}”既必填（collect）又选填（offer）", "请只留一处")
    if part.close is not None:
        draft.knows((*place, "close"), part.close, draft.definition.outcomes, OUTCOME)
    for where, reference in each(part.resets, (*place, "resets")):
        draft.refers(where, reference, results=False)
    for index, requirement in enumerate(part.requires):
        _requirement(draft, requirement, (*place, "requires", index))


def _requirement(draft: Draft, requirement: Requirement, place: Place) -> None:
    for where, reference in each(requirement.step, (*place, "step")):
        draft.refers(where, reference)


def after_references(step: Step, place: Place) -> Iterator[tuple[Place, str]]:
    """Every step named in ``after``, with its place."""
    after = step.after
    if after is None:
        return
    many = isinstance(after, tuple)
    for index, part in enumerate(after if isinstance(after, tuple) else (after,)):
        where = (*place, index) if many else place
        if isinstance(part, AnyOf):
            yield from each(part.any, (*where, "any"))
        else:
            yield where, part


def _thread(draft: Draft, thread: Thread, place: Place) -> None:
    draft.refers((*place, "opens"), thread.opens, results=False)
    for where, reference in each(thread.closes, (*place, "closes")):
        draft.refers(where, reference)


def _intervals(draft: Draft) -> None:
    for name, interval in draft.definition.intervals.items():
        for key, value in (("from", interval.from_), ("to", interval.to), ("allows", interval.allows)):
            for where, reference in each(value, ("intervals", name, key)):
                draft.refers(where, reference)


def _publications(draft: Draft) -> None:
    for name, publication in draft.definition.publish.items():
        place = ("publish", name)
        for where, reference in each(publication.after, (*place, "after")):
            draft.refers(where, reference)
        if publication.by is not None:
            draft.refers((*place, "by"), publication.by, results=False)
        for key in ("fields", "masked"):
            for where, named in each(getattr(publication, key), (*place, key)):
                draft.knows(where, named, draft.field_titles, FIELD)


def _unused(draft: Draft) -> None:
    definition = draft.definition
    steps = definition.steps.values()
    used = frozenset[str]().union(*(entered(definition, step) for step in steps))
    for name, declared in definition.fields.items():
        if name not in used and FIELD not in draft.misnamed:
            wrong = f"要素“{name}”（{declared.title}）没有任何步骤收集"
            draft.blame(("fields", name), wrong, "请在某个步骤的 collect 或 offer 中加上它，或删去这个要素")
    closing = {step.close for step in steps} | {result.close for step in steps for result in step.results.values()}
    for name, title in definition.outcomes.items():
        if name not in closing and OUTCOME not in draft.misnamed:
            wrong = f"没有步骤以“{name}”（{title}）结案"
            draft.blame(("outcomes", name), wrong, "请在某个步骤或结果上写 close，或删去这个结局")
    printed = {name for step in steps for _, name in each(step.instrument, ())}
    for name, paper in definition.instruments.items():
        if name not in printed and INSTRUMENT not in draft.misnamed:
            wrong = f"文书“{name}”（{paper.title}）没有任何步骤制作"
            draft.blame(("instruments", name), wrong, "请在某个步骤写 instrument，或删去这种文书")
