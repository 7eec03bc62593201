"""Checks one procedure beyond its form: what the grammar's types cannot see. Each check has a module of its noun."""

from __future__ import annotations

from pathlib import Path

from fazhi.catalog.loading import CatalogProblem, Located
from fazhi.procedures.language.definition import Definition
from fazhi.procedures.language.draft import Draft
from fazhi.procedures.language.flow import check_flow
from fazhi.procedures.language.grounds import check_grounds
from fazhi.procedures.language.lengths import check_lengths
from fazhi.procedures.language.names import check_names
from fazhi.procedures.language.outward import check_outward
from fazhi.procedures.language.typing import check_conditions


def check_definition(located: Located[Definition], path: Path) -> list[CatalogProblem]:
    """Everything wrong with a procedure whose form is right; empty when it can be used."""
    draft = Draft(located)
    if not draft.definition.steps:
        draft.blame(("steps",), "没有任何步骤", "请至少写一个立案（受理申请）的步骤")
        return draft.problems
    _file_name(draft, path)
    check_names(draft)
    check_flow(draft)
    check_lengths(draft)
    check_grounds(draft)
    check_outward(draft)
    check_conditions(draft)
    return draft.problems


def _file_name(draft: Draft, path: Path) -> None:
    definition = draft.definition
    if path.stem != definition.edition.isoformat():
        wrong = f"文件名“{path.name}”与版本日期 {definition.edition} 不一致"
        draft.blame(("edition",), wrong, f"请把文件名改为 {definition.edition}.yaml，或改 edition")
    if path.parent.name != definition.id:
        wrong = f"文件夹“{path.parent.name}”与程序标识“{definition.id}”不一致"
        draft.blame(("id",), wrong, f"请把文件放入文件夹 {definition.id}，或改 id")
