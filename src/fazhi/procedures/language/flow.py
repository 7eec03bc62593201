"""The order of steps: one opening, everything after it comes after something, threads keep to themselves."""

from __future__ import annotations

from fazhi.procedures.language.draft import Draft, each
from fazhi.procedures.language.entering import entered
from fazhi.procedures.language.steps import Step, Thread


def check_flow(draft: Draft) -> None:
    """Blames what is wrong with the order of steps, the closing of the case and the threads."""
    _opening(draft)
    for name, thread in draft.definition.threads.items():
        _thread(draft, name, thread)
    _fields_of_threads(draft)


def _opening(draft: Draft) -> None:
    first, *others = draft.definition.steps.items()
    name, step = first
    if step.after is not None:
        wrong = f"第一个步骤“{name}”（{step.title}）写了 after，案件无从开始"
        draft.blame(("steps", name, "after"), wrong, "请把立案（受理申请）的步骤放在最前，并删去它的 after")
    if step.repeat:
        draft.blame(("steps", name, "repeat"), f"第一个步骤“{name}”（{step.title}）不能重复", "请删去 repeat")
    for other, later in others:
        if later.after is None:
            wrong = f"步骤“{other}”（{later.title}）没有写 after，不知在哪一步之后办理"
            draft.blame(("steps", other), wrong, f"请写 after；立案后随时可办的写 after: {name}")


def _thread(draft: Draft, name: str, thread: Thread) -> None:
    place = ("threads", name)
    opening = draft.definition.steps.get(thread.opens)
    if opening is not None and opening.thread != name:
        wrong = f"开始步骤“{thread.opens}”（{opening.title}）不属于分项“{name}”"
        draft.blame((*place, "opens"), wrong, f"请在该步骤写 thread: {name}")
    for where, reference in each(thread.closes, (*place, "closes")):
        closing = draft.definition.steps.get(reference.partition(".")[0])
        if closing is not None and closing.thread != name:
            wrong = f"了结步骤“{reference}”（{closing.title}）不属于分项“{name}”"
            draft.blame(where, wrong, f"请在该步骤写 thread: {name}，或改写 closes")


def _fields_of_threads(draft: Draft) -> None:
    """A field belongs to the case or to one thread: else nobody could say whose value it is."""
    owners: dict[str, tuple[str | None, Step]] = {}
    for name, step in draft.definition.steps.items():
        for field in sorted(entered(draft.definition, step)):
            owner, first = owners.setdefault(field, (step.thread, step))
            if owner != step.thread:
                one, other = _whose(draft, owner), _whose(draft, step.thread)
                wrong = f"要素“{field}”既在{one}（{first.title}）又在{other}（{step.title}）收集"
                draft.blame(("steps", name), wrong, "案件和分项的要素不能共用，请给其中一处另设要素")


def _whose(draft: Draft, thread: str | None) -> str:
    if thread is None:
        return "案件的步骤"
    declared = draft.definition.threads.get(thread)
    return f"分项“{declared.title if declared else thread}”的步骤"
