"""The papers that the golden cases of the catalog make, act by act: plausible material for the templates."""

from __future__ import annotations

from collections.abc import Iterator

from fazhi.catalog.loading import load_yaml
from fazhi.procedures.casework.assessing import assess
from fazhi.procedures.casework.becoming import next_event
from fazhi.procedures.casework.clocks import deemed
from fazhi.procedures.casework.context import Context
from fazhi.procedures.casework.entries import fit_all
from fazhi.procedures.casework.papers import papers_of
from fazhi.procedures.casework.requests import Request
from fazhi.procedures.instruments import Material
from fazhi.procedures.language.definition import Definition
from fazhi.procedures.language.library import case_files, library
from fazhi.procedures.proving.golden import GoldenAct, GoldenCase, GoldenFile, Replay

BODY = "清和区市场监督管理局"
GOVERNMENT = "清和区人民政府"
CASE_NUMBER = "清市监案〔2026〕7号"


def golden_materials() -> Iterator[Material]:
    """Every paper that every act of every golden case makes."""
    for path in case_files():
        golden = load_yaml(path, GoldenFile)
        definition = library().editions(golden.procedure)[-1]
        for case in golden.cases:
            yield from _of_case(definition, case)


def _of_case(definition: Definition, case: GoldenCase) -> Iterator[Material]:
    replay = Replay(definition, case)
    for act in case.acts:
        if not act.refused:
            yield from _of_act(replay, act)


def _of_act(replay: Replay, act: GoldenAct) -> Iterator[Material]:
    definition, parameters = replay.definition, replay.case.parameters
    context = Context(act.entered or act.on, parameters)
    while (passed := deemed(replay.state, context, seq=len(replay.state.events) + 1)) is not None:
        replay.state = replay.state.taken(passed, {})
    request = replay._request(act)
    assert assess(replay.state, request, context).allowed
    given, _ = fit_all(definition.fields, request.data)
    request = Request(**{**vars(request), "data": given})
    papers = papers_of(replay.state, request, context)
    event = next_event(replay.state, request, seq=len(replay.state.events) + 1)
    replay.state = replay.state.taken(event, given)
    for place, instrument in enumerate(papers, 1):
        pattern = definition.instruments[instrument].number
        yield Material(
            state=replay.state,
            instrument=instrument,
            on=act.on,
            organization=BODY,
            government=GOVERNMENT,
            case_number=CASE_NUMBER,
            number=pattern.format(org="清市监", year=act.on.year, seq=place) if pattern else "",
            case_title="示例案件",
            step=act.step,
            result=act.result,
            thread=event.thread,
            attachments=act.attachments,
            parameters=parameters,
        )
