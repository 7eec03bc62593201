"""The cases of the sample district: the stories told by hand, and a few hundred simulated ones around them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time
from random import Random

from fazhi.cases import findings, parameters, taking
from fazhi.cases.models import Case, Finding
from fazhi.catalog.sample_cases import SampleAct, SampleCases, SampleStory
from fazhi.catalog.sample_simulation import Matter, SampleSimulation
from fazhi.government.actors import Actor
from fazhi.procedures.calendar import standard_calendar
from fazhi.procedures.language.library import library
from fazhi.sample.stage import Stage
from fazhi.sample.wording import Words, report_year
from fazhi.simulation.cast import Body, Officer
from fazhi.simulation.moves import Stuck
from fazhi.simulation.planning import UNKNOWN
from fazhi.simulation.report import Report
from fazhi.simulation.running import given_of, simulate
from fazhi.simulation.stage import Stage as Cast
from fazhi.simulation.walking import Walk

SEED = 1
Tell = Callable[[str], object]


def load_cases(
    *, told: SampleCases, habits: SampleSimulation, stage: Stage, count: int, founded: datetime, tell: Tell
) -> Report:
    """Sets the district's parameters, simulates ``count`` cases up to the stage's moment, and tells the stories."""
    _set_parameters(told, stage, founded)
    cast = Cast(
        jurisdiction=stage.jurisdiction,
        keys={unit.name: key for key, unit in stage.units.items()},
        on=stage.now.date(),
    )
    report = simulate(stage=cast, habits=habits, library=library(), count=count, seed=SEED, until=stage.now, tell=tell)
    for story in told.stories:
        _Teller(story, habits, stage, cast).tell()
    return report


def _set_parameters(told: SampleCases, stage: Stage, at: datetime) -> None:
    actor = stage.actor(told.set_by)
    for each in told.parameters:
        parameters.set_value(
            actor=actor,
            jurisdiction=stage.jurisdiction,
            definition=library().editions(each.procedure)[-1],
            name=each.name,
            value=each.value,
            since=at.date(),
            source=each.source,
            at=at,
        )


class _Teller:
    """Takes the acts of one story, filling in what it does not say."""

    def __init__(self, story: SampleStory, habits: SampleSimulation, stage: Stage, cast: Cast) -> None:
        self.story, self.stage, self.cast = story, stage, cast
        self.body = next(body for body in cast.bodies if body.key == story.unit)
        own = habits.procedures.get(story.procedure, UNKNOWN)
        today = stage.now.date()
        self.year = report_year(today, story.reports) if story.reports else today.year
        self.words = Words(self.year, today, stage.people)
        texts = {name: self.words.written(text) for name, text in story.texts.items()}
        matter = Matter(bodies=(story.unit,), texts=texts)
        begun = self._at(story.acts[0])
        self.walk = Walk(
            library().edition(story.procedure, begun.date()),
            own.model_copy(update={"matters": (matter,)}),
            habits.names,
            self.body,
            Random(story.key),  # noqa: S311 -- a game, not a secret
            begun.date(),
            cast.parameters(story.procedure, begun.date()),
            pair=tuple(_officer(self.body, login) for login in story.officers),
        )
        self.walk.inventor.party |= story.party

    def tell(self) -> None:
        case: Case | None = None
        for act in self.story.acts:
            at = self._at(act)
            data = {name: self.words.value(value) for name, value in act.data.items()}
            move = self.walk.told(act.step, act.result, _officer(self.body, act.by), at, data)
            if isinstance(move, Stuck):
                said = "".join(reason.say for reasons in move.reasons.values() for reason in reasons)
                raise AssertionError(f"sample story {self.story.key}, {act.take}: {said}")
            given = given_of(self.walk.definition, move)
            actor = self.stage.actor(act.by)
            if case is None:
                unit = self.stage.units[self.story.unit]
                taken = taking.open_case(
                    actor=actor, procedure=self.story.procedure, organization=unit, given=given, at=at
                )
            else:
                taken = taking.take(actor=actor, case_id=case.pk, given=given, at=at)
            case = taken.case
            self.walk.took(case.folded)
        assert case is not None
        self._explain(case)

    def _explain(self, case: Case) -> None:
        told = self.story.explained
        if told is None:
            return
        actor: Actor = self.stage.actor(told.by)
        for finding in Finding.objects.filter(case=case):
            at = self._moment(told.days_ago, "15:30")
            findings.explain(actor=actor, finding=finding, text=told.text, rectified=False, at=at)

    def _at(self, act: SampleAct) -> datetime:
        """When an act was taken: so many working days ago, or on (the working day from) a day of the calendar."""
        if act.on is None:
            return self._moment(act.days_ago or 0, act.time)
        day = date.fromisoformat(f"{self.year + act.in_next_year}-{act.on}")
        return self._clock(standard_calendar().next_working_day(day), act.time)

    def _moment(self, days_ago: int, clock: str) -> datetime:
        return self._clock(standard_calendar().add(self.stage.now.date(), -days_ago), clock)

    def _clock(self, day: date, clock: str) -> datetime:
        return datetime.combine(day, time.fromisoformat(clock), tzinfo=self.stage.now.tzinfo)


def _officer(body: Body, login: str) -> Officer:
    return next(officer for officer in body.officers if officer.login == login)
