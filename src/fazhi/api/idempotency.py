"""Idempotency-Key: a caller that heard no answer sends again, and nothing is done twice."""

from dataclasses import replace
from typing import Annotated
from uuid import UUID

from ninja import Header, Status
from pydantic import StringConstraints

from fazhi.api.problems import Unfit
from fazhi.api.shapes.act import RaisedShape
from fazhi.api.shapes.taken import TakenShape, taken_shape
from fazhi.cases.models import Case
from fazhi.cases.taking import Given, Taken
from fazhi.documents.digest import sm3_hex
from fazhi.government.actors import Actor

Key = Annotated[
    Annotated[str, StringConstraints(min_length=1, max_length=200)] | None,
    Header(
        None,
        alias="Idempotency-Key",
        description="本次提交的唯一编号（如 UUID）。同一人对同一地址用同一编号重发的，返回当时的结果（200），不再办。",
    ),
]


def scoped(key: str | None, actor: Actor, *, about: str | UUID) -> str | None:
    """The key as the record keeps it: that of one person and one thing, so that two callers never share one."""
    if key is None:
        return None
    return f"api:{sm3_hex(f'{actor.person.pk}/{about}/{key}'.encode())}"


def answer(taken: Taken, given: Given | None = None) -> Status[TakenShape]:
    """201 with what was done, or 200 with what had been done before under the same key.

    Raises Unfit where the same key comes with another act: that is a fault of the caller, not a repetition.
    """
    if not taken.repeated:
        return Status(201, taken_shape(taken))
    # The verb holds a case by the few columns it works with; the answer tells more.
    taken = replace(taken, case=Case.objects.get(pk=taken.case.pk))
    act = taken.case.acts.get(seq=taken.seq)
    if given is not None:
        was = (act.step, act.result, act.performed_on, int(act.thread or 0))
        same_thread = given.thread or was[3]  # an act that opens a thread did not know its number
        if was != (given.step, given.result, given.performed_on, same_thread):
            raise Unfit(
                f"这个 Idempotency-Key 已经用于第{act.seq}号办理记录，内容与这一次不同，请换一个编号。",
                field="Idempotency-Key",
                code="idempotency-key-reused",
            )
    rows = taken.case.findings.filter(seq=taken.seq).order_by("id").values_list("rule", "breach", "say", "basis")
    findings = [RaisedShape(rule=rule, breach=breach, say=say, basis=list(basis)) for rule, breach, say, basis in rows]
    return Status(200, taken_shape(taken, findings))
