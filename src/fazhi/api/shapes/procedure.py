"""The shape of a procedure: its definition in lists that keep the order of the file."""

from datetime import date

from pydantic import Field

from fazhi.api.shapes.base import Grounds, Names, Shape, Titled, titled
from fazhi.procedures.language import fields as language_fields
from fazhi.procedures.language import limits, steps
from fazhi.procedures.language.basis import Breach
from fazhi.procedures.language.definition import Begins, Definition
from fazhi.procedures.language.steps import alternatives


class ProcedureSummary(Grounds):
    """A procedure in a list."""

    id: str = Field(description="程序代码")
    title: str = Field(description="名称")
    short: str | None = Field(description="简称")
    edition: date = Field(description="版本：自该日起施行")
    family: str = Field(description="程序族，如 administrative_penalty")
    domain: str = Field(description="业务领域")
    begins: Begins = Field(description="依职权或依申请")
    about: str = Field(description="适用于什么")


class DatedShape(Shape):
    since: date = Field(description="自该日起")
    value: str | int | bool = Field(description="取值")
    source: str = Field(description="依据文件")


class ParameterShape(Grounds):
    """参数: what the national law leaves open. value null: no number, until the jurisdiction sets its own."""

    id: str
    title: str
    type: limits.ParameterKind
    value: str | int | bool | None = Field(description="国家层面的取值；null 为未规定，须由本地设定")
    unit: str | None
    note: str | None
    values: list[DatedShape] = Field(description="分时期的取值")


class ActorShape(Shape):
    """办理角色."""

    id: str
    title: str
    role: str | None = Field(description="本单位的角色；null 为外部人员，由 entered_by 代录")
    entered_by: Names


class ColumnShape(Shape):
    """A column of a table of rows."""

    id: str
    title: str
    type: language_fields.Kind
    options: list[Titled]
    optional: bool
    hint: str | None


class FieldShape(Grounds):
    """要素: a fact that a case collects."""

    id: str
    title: str
    type: language_fields.Kind
    hint: str | None
    unit: str | None
    options: list[Titled] = Field(description="单选、多选的选项")
    columns: list[ColumnShape] = Field(description="明细表的列")
    holds: str | None = Field(description="人员必须持有的证件")
    personal: bool = Field(description="个人信息，案件之外须遮盖")
    accumulate: bool = Field(description="以后填写的累加而不替换")
    default: str | int | bool | None
    least: int | None
    most: int | None


class ConditionShape(Grounds):
    """法律概念: a condition with a name."""

    id: str
    title: str
    that: str = Field(description="条件表达式")


class RequirementShape(Grounds):
    """What must have been done before."""

    any_of: Names = Field(description="须已办理其中之一：步骤，或 步骤.结果")
    when: str | None
    say: str | None
    breach: Breach
    help: str | None


class RuleShape(Grounds):
    """A condition on the act itself."""

    that: str
    when: str | None
    say: str
    breach: Breach
    help: str | None


class ResultShape(Grounds):
    """A way in which a step ends."""

    id: str
    title: str
    closes: str | None = Field(description="以此结果结案")
    collect: Names = Field(description="必填要素")
    offer: Names = Field(description="选填要素")
    when: str | None
    resets: Names
    requires: list[RequirementShape]
    rules: list[RuleShape]


class StepShape(Grounds):
    """步骤."""

    id: str
    title: str
    help: str | None
    by: Names = Field(description="谁办理")
    after: list[list[str]] = Field(description="在哪些步骤之后：每组之中有一个即可，各组都要有；空为开始步骤")
    unless: Names = Field(description="已办理这些步骤的不再办理")
    when: str | None
    repeat: bool
    thread: str | None = Field(description="所属分项")
    collect: Names = Field(description="必填要素")
    offer: Names = Field(description="选填要素")
    results: list[ResultShape]
    closes: str | None
    resets: Names
    not_by: Names = Field(description="职能分离：办过这些步骤的人不得办理")
    bars: str | None = Field(description="该要素所列的人此后回避")
    requires: list[RequirementShape]
    rules: list[RuleShape]
    instruments: Names = Field(description="制作的文书")


class PointShape(Shape):
    """From or to which fact a limit is counted."""

    any_of: Names = Field(description="步骤，或 步骤.结果")
    on: str | None = Field(description="按该要素的日期，而不是办理日期")


class ExtendShape(Grounds):
    """延长."""

    by: str
    within: str
    at_most: str | None
    times: int


class LimitShape(Grounds):
    """期限."""

    id: str
    title: str
    help: str | None
    kind: limits.LimitKind
    start: PointShape
    end: PointShape
    within: str = Field(description="长度，如 90 days；或者参数、要素的代码")
    when: str | None
    restarts: Names = Field(description="自这些步骤之日重新计算")
    excludes: Names = Field(description="不计入期限的期间")
    extensions: list[ExtendShape]
    rolls: bool | str = Field(description="末日逢休息日是否顺延，或者决定它的参数")
    holds: Names = Field(description="须等它届满、放弃或用毕的步骤")
    waived_by: Names
    deems: str | None = Field(description="届满未办视为办理的步骤")
    each: bool
    breach: Breach
    say: str | None
    warn: str | None


class IntervalShape(Grounds):
    """期间: time that limits do not count."""

    id: str
    title: str
    begins: Names
    ends: Names
    resumes: limits.Resumption
    allows: Names | None = Field(description="期间内只能办理的步骤；null 为不限")


class InstrumentShape(Grounds):
    """文书."""

    id: str
    title: str
    number: str | None = Field(description="文号格式")
    when: str | None


class PublicationShape(Grounds):
    """公开."""

    id: str
    title: str
    after: Names
    by: str | None
    when: str | None
    fields: Names
    masked: Names
    within: str | None
    removed_after: str | None


class ThreadKindShape(Shape):
    """分项: what may happen several times in a case."""

    id: str
    title: str
    opens: str
    closes: Names


class RecordingShape(Grounds):
    """How soon an act has to be entered."""

    within: str


class ProcedureShape(ProcedureSummary):
    """One edition of a procedure, whole."""

    editions: list[date] = Field(description="该程序的全部版本")
    number: str = Field(description="案号格式")
    serves: Names
    subject: str | None = Field(description="案件名称取自的要素")
    cause: str | None = Field(description="案由取自的要素")
    opening: str = Field(description="立案（受理）的步骤")
    parameters: list[ParameterShape]
    actors: list[ActorShape]
    fields: list[FieldShape]
    conditions: list[ConditionShape]
    outcomes: list[Titled]
    threads: list[ThreadKindShape]
    steps: list[StepShape]
    intervals: list[IntervalShape]
    limits: list[LimitShape]
    instruments: list[InstrumentShape]
    publications: list[PublicationShape]
    recording: RecordingShape | None


def summary(definition: Definition) -> ProcedureSummary:
    return ProcedureSummary.of(definition)


def published(definition: Definition, editions: list[date]) -> ProcedureShape:
    """A definition in its published shape."""
    return ProcedureShape.of(
        definition,
        editions=editions,
        opening=next(iter(definition.steps)),
        parameters=[ParameterShape.of(each, id=name) for name, each in definition.parameters.items()],
        actors=[ActorShape.of(each, id=name) for name, each in definition.actors.items()],
        fields=[_field(name, each) for name, each in definition.fields.items()],
        conditions=[ConditionShape.of(each, id=name) for name, each in definition.conditions.items()],
        outcomes=titled(definition.outcomes),
        threads=[ThreadKindShape.of(each, id=name) for name, each in definition.threads.items()],
        steps=[_step(name, each) for name, each in definition.steps.items()],
        intervals=[
            IntervalShape.of(each, id=name, begins=each.from_, ends=each.to)
            for name, each in definition.intervals.items()
        ],
        limits=[_limit(name, each) for name, each in definition.time_limits.items()],
        instruments=[InstrumentShape.of(each, id=name) for name, each in definition.instruments.items()],
        publications=[PublicationShape.of(each, id=name) for name, each in definition.publish.items()],
        recording=RecordingShape.of(definition.recording) if definition.recording else None,
    )


def _field(name: str, field: language_fields.Field) -> FieldShape:
    columns = [ColumnShape.of(each, id=key, options=titled(each.options)) for key, each in field.columns.items()]
    return FieldShape.of(field, id=name, options=titled(field.options), columns=columns)


def _requirements(part: steps.Step | steps.Result) -> list[RequirementShape]:
    return [RequirementShape.of(each, any_of=each.any) for each in part.requires]


def _rules(part: steps.Step | steps.Result) -> list[RuleShape]:
    return [RuleShape.of(each) for each in part.rules]


def _step(name: str, step: steps.Step) -> StepShape:
    return StepShape.of(
        step,
        id=name,
        after=[list(group) for group in alternatives(step.after)],
        closes=step.close,
        results=[
            ResultShape.of(each, id=key, closes=each.close, requires=_requirements(each), rules=_rules(each))
            for key, each in step.results.items()
        ],
        requires=_requirements(step),
        rules=_rules(step),
        instruments=step.instrument,
    )


def _limit(name: str, limit: limits.TimeLimit) -> LimitShape:
    return LimitShape.of(
        limit,
        id=name,
        start=PointShape(any_of=list(limit.start.any), on=limit.start.on),
        end=PointShape(any_of=list(limit.end.any), on=limit.end.on),
        extensions=[ExtendShape.of(each) for each in limit.extensions],
    )
