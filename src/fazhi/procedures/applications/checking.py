"""Checks one form against its procedure: every field, step, paper and limit that it speaks of, and its conditions."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

from fazhi.catalog.loading import CatalogProblem, Located
from fazhi.catalog.loading import Place as Where
from fazhi.procedures import conditions
from fazhi.procedures.applications.definition import TYPED, ApplicationForm, Asked, Receiving, Reopening
from fazhi.procedures.applications.fields import ABOUT_THE_APPLICATION, form_fields, names_of
from fazhi.procedures.conditions import ConditionError
from fazhi.procedures.durations import parse_duration
from fazhi.procedures.errors import CountingError
from fazhi.procedures.language.basis import listed
from fazhi.procedures.language.citing import is_citation
from fazhi.procedures.language.definition import Definition
from fazhi.procedures.language.fields import Kind
from fazhi.procedures.language.grounds import grounded_parts
from fazhi.procedures.language.limits import ParameterKind
from fazhi.procedures.language.steps import asked, collected

PHRASE_LONGEST = 25
OF_THE_PAGE = frozenset({"place", "position", "asked", "to", "more"})
"""Inputs of the page itself: a question of that name would be taken for them."""


def check_form(
    located: Located[ApplicationForm], path: Path, procedures: Mapping[str, Definition], bodies: Collection[str]
) -> list[CatalogProblem]:
    """Everything wrong with a form whose shape is right; empty when it can be used.

    ``procedures``: the latest edition by id; ``bodies``: keys of government/names.yaml.
    """
    form = located.value
    problems = list(_head(located, path))
    procedure = procedures.get(form.procedure)
    if procedure is None:
        known = "、".join(sorted(procedures))
        wrong, mend = f"没有程序“{form.procedure}”", f"请改为 procedures 目录中的一个：{known}"
        return [*problems, located.problem(("procedure",), wrong, mend)]
    if form.opens not in procedure.steps:
        wrong = f"程序“{procedure.title}”没有步骤“{form.opens}”"
        return [*problems, located.problem(("opens",), wrong, f"请改为立案的步骤，如 {next(iter(procedure.steps))}")]
    return [*problems, *_FormCheck(located, procedure, bodies)]


def _head(located: Located[ApplicationForm], path: Path) -> Iterator[CatalogProblem]:
    form = located.value
    if path.stem != form.id:
        wrong = f"文件名“{path.name}”与表单标识“{form.id}”不一致"
        yield located.problem(("id",), wrong, f"请把文件名改为 {form.id}.yaml，或改 id")
    lengths: list[tuple[Where, str]] = [(("days", "within"), form.days.within), (("urge_every",), form.urge_every)]
    for where, length in lengths:
        if say := _no_length(length):
            yield located.problem(where, say, "请改写，如 5 working days")
    for where, part in grounded_parts(form):
        for citation, phrases in part.basis.items():
            if not is_citation(citation):
                wrong = f"依据“{citation}”的写法不对"
                yield located.problem((*where, "basis", citation), wrong, "请写成 政府信息公开条例#33.2")
            for phrase in listed(phrases):
                if len(phrase) > PHRASE_LONGEST:
                    wrong = f"关键词“{phrase}”超过 {PHRASE_LONGEST} 个字"
                    yield located.problem((*where, "basis", citation), wrong, "关键词只要一个术语或数字，不要抄整句")
    for where, grounded in (((), form), (("days",), form.days)):
        if not grounded.basis and not grounded.sources:
            what = "期限" if where else "表单"
            yield located.problem(where, f"{what}没有依据", "请写 basis（法条和关键词）或 sources（文件名称、文号）")


def _no_length(text: str) -> str:
    """Why a text is no length of time; '' for one that is."""
    try:
        parse_duration(text)
    except CountingError as error:
        return str(error).removesuffix("。")
    return ""


class _FormCheck:
    """One form held against its procedure; each fault blamed where it stands."""

    def __init__(self, located: Located[ApplicationForm], procedure: Definition, bodies: Collection[str]) -> None:
        self.located, self.form, self.procedure, self.bodies = located, located.value, procedure, bodies
        step = procedure.steps[self.form.opens]
        result = self.form.result if self.form.result in step.results else None
        self.open_fields = asked(step, result)
        self.open_required = collected(step, result)

    def __iter__(self) -> Iterator[CatalogProblem]:
        yield from self._opening()
        yield from self._fields()
        yield from self._conditions()
        yield from self._given()
        yield from self._bodies()
        yield from self._following()
        yield from self._asking()
        yield from self._title()

    def _blame(self, where: Where, wrong: str, mend: str) -> CatalogProblem:
        return self.located.problem(where, wrong, mend)

    def _opening(self) -> Iterator[CatalogProblem]:
        step = self.procedure.steps[self.form.opens]
        if step.after:
            yield self._blame(("opens",), f"步骤“{step.title}”不能立案", "请改为没有 after 的第一个步骤")
        if bool(step.results) != bool(self.form.result) or (self.form.result and self.form.result not in step.results):
            mend = f"请写 result，可用 {'、'.join(step.results)}" if step.results else "请删去 result"
            yield self._blame(("result",), f"步骤“{step.title}”的结果不符", mend)
        party = self.form.applicant.party
        if party is not None and (
            party not in self.open_fields or self.procedure.fields[party].type not in (Kind.PARTY, Kind.PARTIES)
        ):
            yield self._blame(
                ("applicant", "party"), f"立案步骤没有当事人要素“{party}”", "请改为立案时填写的当事人要素"
            )

    def _fields(self) -> Iterator[CatalogProblem]:
        for index, part in enumerate(self.form.parts):
            for name, each in part.fields.items():
                yield from self._field(("parts", index, "fields", name), name, each)
        for name in self.form.own:
            if name in self.procedure.fields:
                yield self._blame(("own", name), f"“{name}”是程序的要素", "请换一个名称，或删去")
            if name not in self.form.asked:
                yield self._blame(("own", name), f"“{name}”没有在任何一页填写", "请写进 parts，或删去")

    def _field(self, where: Where, name: str, each: Asked) -> Iterator[CatalogProblem]:
        field = self.form.own.get(name) or self.procedure.fields.get(name)
        if field is None:
            yield self._blame(where, f"没有要素“{name}”", "请核对名称，或写进 own")
            return
        if name not in self.form.own and name not in self.open_fields:
            wrong = f"立案步骤不填“{field.title}”"
            yield self._blame(where, wrong, "请在程序的立案步骤里补上（offer），或改写进 own")
        if field.type not in TYPED:
            yield self._blame(where, f"群众无法填写“{field.type.label}”", "请由办理人员填写")
        if name == self.form.applicant.party:
            yield self._blame(where, f"“{field.title}”就是申请人", "请删去，申请人在“您的信息”一页填写")
        if each.past and field.type is not Kind.DATE:
            yield self._blame((*where, "past"), f"“{field.title}”不是日期", "请删去 past")
        if name in ABOUT_THE_APPLICATION or name in OF_THE_PAGE:
            yield self._blame(where, f"“{name}”已有别的意思", "请换一个名称")
        for option in each.options:
            if option not in field.options:
                yield self._blame((*where, "options"), f"没有选项“{option}”", f"可用 {'、'.join(field.options)}")

    def _conditions(self) -> Iterator[CatalogProblem]:
        names = names_of(self.form, self.procedure)
        stated: list[tuple[Where, str | None]] = []
        for index, part in enumerate(self.form.parts):
            stated += [(("parts", index, "fields", name, "when"), each.when) for name, each in part.fields.items()]
        stated += [(("attachments", index, "when"), paper.when) for index, paper in enumerate(self.form.attachments)]
        stated += [(("values", name, "when"), self.form.given(name).when) for name in self.form.values]
        stated.append((("applicant", "phone_when"), self.form.applicant.phone_when))
        for where, text in stated:
            if text is None:
                continue
            try:
                conditions.check(conditions.parse(text), names, steps=(), threads=())
            except ConditionError as error:
                yield self._blame(where, f"条件有误：{error.say.removesuffix('。')}", "请改正这个条件")

    def _given(self) -> Iterator[CatalogProblem]:
        for name in self.form.values:
            field = self.procedure.fields.get(name)
            if field is None or name not in self.open_fields:
                yield self._blame(("values", name), f"立案步骤没有要素“{name}”", "请核对名称，或删去")
                continue
            given = self.form.given(name)
            options = [
                each
                for value in (given.value, given.otherwise)
                if isinstance(value, str | tuple)
                for each in listed(value)
            ]
            for option in options:
                if field.options and option not in field.options:
                    mend = f"可用 {'、'.join(field.options)}"
                    yield self._blame(("values", name), f"“{field.title}”没有选项“{option}”", mend)
        for index, name in enumerate(self.form.received):
            if name not in self.open_fields or self.procedure.fields[name].type is not Kind.DATE:
                yield self._blame(("received", index), f"立案步骤没有日期要素“{name}”", "请改为立案时填写的日期要素")
        for index, name in enumerate(self.form.clerk_adds):
            if name not in self.open_fields or name in self.form.asked:
                yield self._blame(("clerk_adds", index), f"立案步骤没有要工作人员填写的“{name}”", "请核对名称")
        place = self.form.place
        if place and place.fills:
            yield from self._takes(("place", "fills"), place.fills, {Kind.TEXT, Kind.LONG_TEXT})

    def _takes(self, where: Where, name: str, types: Collection[Kind]) -> Iterator[CatalogProblem]:
        field = self.procedure.fields.get(name)
        if field is None or name not in self.open_fields:
            yield self._blame(where, f"立案步骤没有要素“{name}”", "请核对名称")
        elif field.type not in types:
            yield self._blame(where, f"“{field.title}”是{field.type.label}，填不进去", "请改为文字或者单位要素")
        elif name in self.form.asked:
            yield self._blame(where, f"“{field.title}”已经在表单里填写", "请只写一处")

    def _bodies(self) -> Iterator[CatalogProblem]:
        receives = self.form.receives
        for index, body in enumerate(receives.bodies):
            if body not in self.bodies:
                yield self._blame(("receives", "bodies", index), f"没有单位“{body}”", "请改为 names.yaml 中的 key")
        if receives.fills:
            yield from self._takes(("receives", "fills"), receives.fills, {Kind.TEXT, Kind.ORGANIZATION})
            if receives.by is not Receiving.CHOSEN:
                yield self._blame(("receives", "fills"), "只有群众选择的单位才能填入要素", "请删去 fills")

    def _following(self) -> Iterator[CatalogProblem]:
        for reference in self.form.follows:
            yield from self._refers(("follows", reference), reference)
        if not any(each.partition(".")[0] == self.form.opens for each in self.form.follows):
            yield self._blame(("follows",), "没有写明立案时群众看到什么", f"请补上 {self.form.opens}")
        for step in self.form.withdrawals:
            yield from self._refers(("withdraw",), step, results=False)
        yield from self._reopening()

    def _reopening(self) -> Iterator[CatalogProblem]:
        """The step that takes the wish, its result, and the fields into which wish and rating go."""
        wish = self.form.reopens
        if wish is None:
            return
        yield from self._done_again(wish)
        if wish.step is None and not (wish.result or wish.into or wish.rating or wish.values):
            return
        if wish.step is None:
            yield self._blame(("reopens",), "没有写明重办的步骤，却写了它的结果或者要素", "请补上 step，或删去其余的")
            return
        faults = list(self._refers(("reopens", "step"), wish.step, results=False))
        if not faults and wish.result:
            faults = list(self._refers(("reopens", "result"), f"{wish.step}.{wish.result}"))
        yield from faults
        if faults:
            return
        fields = {"into": (wish.into,) if wish.into else (), "values": tuple(wish.values)}
        for key, names in fields.items():
            yield from self._shows(("reopens", key), (wish.step,), names)
        options = [("values", name, value) for name, value in wish.values.items()]
        if wish.rating:
            yield from self._shows(("reopens", "rating", "into"), (wish.step,), (wish.rating.into,))
            options += [("rating", wish.rating.into, each) for each in dict.fromkeys(wish.rating.options)]
        for key, name, value in options:
            field = self.procedure.fields.get(name)
            if field is not None and field.options and value not in field.options:
                mend = f"可用 {'、'.join(field.options)}"
                yield self._blame(("reopens", key), f"“{field.title}”没有选项“{value}”", mend)

    def _done_again(self, wish: Reopening) -> Iterator[CatalogProblem]:
        """The days, and the field of the new case that takes the wish once the old one is closed."""
        parameter = self.procedure.parameters.get(wish.within)
        if (parameter is None or parameter.type is not ParameterKind.DURATION) and (say := _no_length(wish.within)):
            yield self._blame(("reopens", "within"), say, "请改写，如 30 days，或者写程序里期限参数的名称")
        if wish.again is None:
            return
        if wish.again not in self.open_fields:
            yield self._blame(("reopens", "again"), f"立案步骤不填“{wish.again}”", "请在程序的立案步骤里补上（offer）")
        if not self.procedure.can_be_done_again:
            wrong = f"程序“{self.procedure.title}”办结以后没有再立一件的出路"
            yield self._blame(("reopens", "again"), wrong, "请在办结的步骤里补上 leads_to，或删去 again")

    def _refers(self, where: Where, reference: str, *, results: bool = True) -> Iterator[CatalogProblem]:
        step, _, result = reference.partition(".")
        known = self.procedure.steps.get(step)
        if known is None:
            yield self._blame(where, f"程序“{self.procedure.title}”没有步骤“{step}”", "请核对步骤名称")
        elif result and (not results or result not in known.results):
            mend = f"可用 {'、'.join(known.results)}" if known.results and results else "请只写步骤"
            yield self._blame(where, f"步骤“{known.title}”没有结果“{result}”", mend)

    def _asking(self) -> Iterator[CatalogProblem]:
        for index, each in enumerate(self.form.asks):
            where: Where = ("asks", index)
            faults = [fault for step in each.any for fault in self._refers((*where, "step"), step)]
            faults += self._refers((*where, "supplement"), each.supplement, results=False)
            yield from faults
            if faults:
                continue
            yield from self._shows((*where, "shows"), each.any, each.shows)
            if each.into:
                yield from self._shows((*where, "into"), (each.supplement,), (each.into,))
            if each.limit and each.limit not in self.procedure.time_limits:
                mend = f"可用 {'、'.join(self.procedure.time_limits)}"
                yield self._blame((*where, "limit"), f"程序没有期限“{each.limit}”", mend)
        for index, answer in enumerate(self.form.answers):
            where = ("answers", index)
            faults = [fault for step in answer.any for fault in self._refers((*where, "step"), step)]
            yield from faults
            if not faults:
                yield from self._shows((*where, "shows"), answer.any, answer.shows)
            for paper in answer.papers:
                if paper not in self.procedure.instruments:
                    mend = f"可用 {'、'.join(self.procedure.instruments)}"
                    yield self._blame((*where, "papers"), f"程序没有文书“{paper}”", mend)

    def _shows(self, where: Where, steps: Collection[str], names: Collection[str]) -> Iterator[CatalogProblem]:
        """Only what these steps ask can be shown of them; never what is personal."""
        for name in names:
            field = self.procedure.fields.get(name)
            taken = any(name in asked(self.procedure.steps[step.partition(".")[0]]) for step in steps)
            if field is None or not taken:
                yield self._blame(where, f"这些步骤不填“{field.title if field else name}”", "请核对名称")

    def _title(self) -> Iterator[CatalogProblem]:
        fields = form_fields(self.form, self.procedure)
        for index, name in enumerate(self.form.named_by):
            if name in fields and fields[name].sealed:
                wrong = f"“{fields[name].field.title}”是个人信息，不能用作事由"
                yield self._blame(("named_by", index), wrong, "请改用说明事项的要素")
