"""The definition of a form 办事表单: one YAML file, which speaks of the fields and the steps of one procedure.

What a citizen reads is written here in plain words; what the case knows stays the procedure's. A form can ask only what
the step that opens the case takes, so that the clerk types nothing again.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field as Limited
from pydantic import StringConstraints, model_validator

from fazhi.catalog.loading import CatalogModel, refuse
from fazhi.procedures.language.basis import Condition, Grounded, Name, OneOrMore, listed
from fazhi.procedures.language.fields import Field, Kind
from fazhi.procedures.language.limits import Length

Plain = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=600)]
"""A sentence or two for everybody."""
Label = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60)]

TYPED = frozenset(
    {
        Kind.TEXT, Kind.LONG_TEXT, Kind.NUMBER, Kind.MONEY, Kind.BOOLEAN, Kind.DATE, Kind.MOMENT, Kind.CHOICE,
        Kind.CHOICES, Kind.PARTY, Kind.ORGANIZATION, Kind.ROWS,
    }
)  # fmt: skip
"""Types that a citizen can fill in. The others (officers, entries of registers, lengths of time) are the clerk's."""


class Wish(StrEnum):
    """What somebody comes for 我想……; forms are grouped by it."""

    ASK = "ask"
    REPORT = "report"
    CHALLENGE = "challenge"
    HELP = "help"
    OPINION = "opinion"

    @property
    def label(self) -> str:
        return {
            "ask": "我想要信息、材料",
            "report": "我想反映问题",
            "challenge": "我不服、我要投诉",
            "help": "我需要帮助",
            "opinion": "我想提意见建议",
        }[self.value]


class Need(StrEnum):
    """Whether something is asked."""

    REQUIRED = "required"
    OPTIONAL = "optional"
    NONE = "none"


class Sort(StrEnum):
    """Whether somebody comes for themselves 个人, or for an organization 单位."""

    PERSON = "person"
    ORGANIZATION = "organization"

    @property
    def label(self) -> str:
        return {"person": "个人", "organization": "单位"}[self.value]


class About(CatalogModel):
    """What one wants to know before beginning."""

    who: Plain
    cost: Plain
    time: Plain
    need: tuple[Plain, ...] = ()
    """What to have at hand."""


class Applicant(CatalogModel):
    """What is asked of whoever comes. ``party`` is the procedure's field that takes them, as the case's own party."""

    party: Name | None = None
    kinds: tuple[Sort, ...] = (Sort.PERSON, Sort.ORGANIZATION)
    identity: Need = Need.OPTIONAL
    """Number of the identity card, or the code of the organization; held by its check digit."""
    phone: Need = Need.REQUIRED
    phone_when: Condition | None = None
    """An optional telephone may not be left out where this holds: who wants to be called has to be within reach."""
    address: Need = Need.OPTIONAL
    anonymous: bool = False
    agent: bool = False
    """Whether somebody else may hand it in for them 代理人."""
    agent_files: bool = True
    """Whether an agent has to hand in the letter of authority 授权委托书."""
    help: Plain | None = None

    @model_validator(mode="after")
    def _can_be_told(self) -> Self:
        if not self.kinds:
            raise refuse("没有写明谁可以申请", "请写 person、organization 或者两者", ("kinds",))
        if self.phone is Need.NONE and not self.anonymous:
            raise refuse("实名申请须留电话", "请把 phone 写成 required 或者 optional", ("phone",))
        return self


class Asked(CatalogModel):
    """A field as citizens meet it: in their words. What is left out is as the procedure has it."""

    label: Label | None = None
    help: Plain | None = None
    required: bool = False
    when: Condition | None = None
    """Asked only then. It may speak of fields asked before, and of ``applicant_kind``."""
    past: bool = False
    """For days: it has come. A day after the one on which the application comes in is a slip."""
    sealed: bool = False
    """Encrypted at rest although the field itself is not marked as personal."""
    options: tuple[Name, ...] = ()
    """For choices: only these, in this order."""


class Part(CatalogModel):
    """A page of the form."""

    title: Label
    help: Plain | None = None
    fields: dict[Name, Asked]


class Place(CatalogModel):
    """Where it is. ``fills`` is the procedure's text that takes the address."""

    label: Label = "在什么地方"
    help: Plain | None = None
    required: bool = True
    position: bool = False
    """Whether the telephone may be asked where it is; only after the person has pressed the button for it."""
    fills: Name | None = None


class Paper(CatalogModel):
    """A material 材料 that may or must be handed in."""

    title: Label
    help: Plain | None = None
    required: bool = False
    when: Condition | None = None
    most: Annotated[int, Limited(ge=1, le=20)] = 3
    """How many files."""


class Receiving(StrEnum):
    """Who gets it: always the same body, one that the citizen chooses, or the office that is central for it."""

    FIXED = "fixed"
    CHOSEN = "chosen"
    CENTRAL = "central"


class BodyKind(StrEnum):
    """Kinds of bodies that a citizen may choose among, as `fazhi.government` keeps them."""

    GOVERNMENT = "government"
    PARTY = "party"
    DEPARTMENT = "department"
    STREET = "street"
    COMMUNITY = "community"


class Receiver(CatalogModel):
    """Which body receives it 受理机关."""

    by: Receiving
    bodies: tuple[Name, ...] = ()
    """For fixed: keys of government/names.yaml (``justice_bureau``); the first that the place has. For central: the
    same, where it is not the justice bureau."""
    kinds: tuple[BodyKind, ...] = (BodyKind.DEPARTMENT, BodyKind.STREET)
    """For chosen: what kinds of bodies are offered."""
    fills: Name | None = None
    """The procedure's field (单位 or 文字) that takes the body which the citizen has chosen."""
    label: Label = "交给哪个单位"
    help: Plain | None = None

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if self.by is Receiving.FIXED and not self.bodies:
            raise refuse("固定受理机关没有写是哪个单位", "请补上 bodies（government/names.yaml 的 key）", ("bodies",))
        if self.by is Receiving.CHOSEN and self.bodies:
            raise refuse("由群众选择受理机关时不写 bodies", "请删去 bodies，或改 by", ("bodies",))
        return self


class FirstLook(Grounded):
    """By when the office has to have looked at it 审查期限, counted from the day after it came."""

    within: Length
    say: Plain
    """What that means, in plain words: 五个工作日内审查是否受理."""


class Given(CatalogModel):
    """A value that the form itself gives to a field of the opening step."""

    value: str | bool | int | tuple[Name, ...]
    when: Condition | None = None
    otherwise: str | bool | int | tuple[Name, ...] | None = None
    """Where ``when`` does not hold."""


class Shown(CatalogModel):
    """A step as the applicant sees it; ``next`` is what comes after it."""

    says: Plain
    next: Plain | None = None


class Asking(CatalogModel):
    """The office asks for something 补正 by a step of the case, and a step records what is handed in."""

    step: OneOrMore
    """``notice_to_clarify``, or ``examine.to_clarify``."""
    supplement: Name
    """The step that records it."""
    shows: tuple[Name, ...] = ()
    """Fields of the asking step that tell the applicant what is wanted."""
    into: Name | None = None
    """The field of the recording step that takes the applicant's words."""
    limit: Name | None = None
    """The procedure's time limit by which it has to be handed in."""

    @property
    def any(self) -> tuple[str, ...]:
        return listed(self.step)


class Answered(CatalogModel):
    """A step with which the applicant is answered: what of it they read, and which papers they may take."""

    step: OneOrMore
    shows: tuple[Name, ...] = ()
    papers: tuple[Name, ...] = ()

    @property
    def any(self) -> tuple[str, ...]:
        return listed(self.step)


class Rated(CatalogModel):
    """Into which field of the step the applicant's rating goes, and which of its options each of the five is."""

    into: Name
    options: tuple[Name, Name, Name, Name, Name]
    """From very discontented to very content."""


class Reopening(Grounded):
    """不满意，要求重办: ``step`` is the case's own step for it, where it has one. While it is that step's turn, the
    applicant has an answer and may gainsay it, and rate it."""

    step: Name | None = None
    result: Name | None = None
    """The step's result that fulfils the wish, where it has results."""
    into: Name | None = None
    """The field of that step that takes the applicant's words."""
    rating: Rated | None = None
    values: dict[Name, str | bool | int] = {}
    """What the applicant's wish, or rating, itself gives to fields of that step."""
    again: Name | None = None
    """The field of the opening step that takes the applicant's words where the case is closed, and a new one does it
    again: the procedure then leads to itself."""
    within: Length
    """A length, or the name of a duration parameter of the procedure, which a jurisdiction sets itself."""
    say: Plain


class Direct(CatalogModel):
    """Whether the office may answer without opening a case 直接答复."""

    remedies: bool = True
    """Whether the answer has to tell of the remedy 救济途径."""


class ApplicationForm(Grounded):
    """One form. The order of parts and fields is that in which people fill them in."""

    id: Name
    title: Label
    wish: Wish
    want: Label
    """What one wants, in one's own words, after 我想: 要一份政府部门的文件、数据."""
    about: About
    serves: tuple[str, ...] = ()
    order: int = 100
    procedure: Name
    opens: Name
    """The step with which the clerk opens the case."""
    result: Name | None = None
    """Its result, where that step has results."""
    applicant: Applicant = Applicant()
    parts: tuple[Part, ...]
    own: dict[Name, Field] = {}
    """Further fields that stay with the application; they are asked where a part names them."""
    values: dict[Name, Given | str | bool | int] = {}
    """What the form itself gives: ``channel: internet``, or ``{value: …, when: …}``."""
    received: tuple[Name, ...] = ()
    """Dates of the opening step that are the day on which it came in."""
    clerk_adds: tuple[Name, ...] = ()
    """Fields of the opening step that it may leave out, but that the clerk is asked for at once."""
    named_by: tuple[Name, ...]
    """Fields of which its title is made; never one with personal data."""
    place: Place | None = None
    attachments: tuple[Paper, ...] = ()
    receives: Receiver
    days: FirstLook
    after: Annotated[tuple[Plain, ...], Limited(min_length=1)]
    """What happens next, sentence by sentence."""
    remedy: Plain
    """What to do when it is late."""
    follows: dict[Annotated[str, StringConstraints(max_length=120)], Shown | Plain]
    """Steps (``step`` or ``step.result``) that the applicant sees, in their words; the others are not shown."""
    asks: tuple[Asking, ...] = ()
    answers: tuple[Answered, ...] = ()
    withdraw: OneOrMore = ()
    """The step that records a withdrawal once there is a case; of several, the first that the case can take."""
    urge_every: Length = "3 days"
    """催办 is taken once in this time."""
    reopens: Reopening | None = None
    direct: Direct | None = None

    @model_validator(mode="after")
    def _asks_something(self) -> Self:
        if not self.parts:
            raise refuse("表单没有任何一页", "请在 parts 里写明要填写什么", ("parts",))
        seen: set[str] = set()
        for index, part in enumerate(self.parts):
            for name in part.fields:
                if name in seen:
                    raise refuse(f"“{name}”问了两次", "请只在一处填写", ("parts", index, "fields", name))
                seen.add(name)
        for index, name in enumerate(self.named_by):
            if name not in seen and name not in self.values:
                raise refuse(f"事由用到的“{name}”没有填写", "请改为 parts 里的要素", ("named_by", index))
        if not self.named_by:
            raise refuse("没有写明事由由哪些要素组成", "请补上 named_by", ("named_by",))
        return self

    @property
    def asked(self) -> dict[str, Asked]:
        """Every field that is asked, in order."""
        return {name: each for part in self.parts for name, each in part.fields.items()}

    @property
    def withdrawals(self) -> tuple[str, ...]:
        """The steps that record a withdrawal."""
        return listed(self.withdraw)

    def given(self, name: str) -> Given:
        """The value that the form gives to a field. Raises KeyError."""
        value = self.values[name]
        return value if isinstance(value, Given) else Given(value=value)

    def shown(self, step: str, result: str | None = None) -> Shown | None:
        """How the applicant sees a step with that result; None for one they do not see."""
        found = self.follows.get(f"{step}.{result}") or self.follows.get(step)
        return Shown(says=found) if isinstance(found, str) else found
