"""Texts that the office answers with 答复模板: what is said, the remedies, and the articles both rest on, as data.

A template is one YAML file in catalog/applications/answers. What is known is filled in (``{number}``, ``{title}``,
``{received_on}``, ``{organization}``, ``{today}``, ``{until}``); what only the clerk knows is a blank in 〔…〕, and
nothing is sent while one is left.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Self

from pydantic import StringConstraints, model_validator

from fazhi.catalog.loading import CatalogError, CatalogProblem, Located, catalog_path, load_located, refuse
from fazhi.procedures.language.basis import Grounded, Name, Said, listed
from fazhi.procedures.language.citing import is_citation, said
from fazhi.procedures.pauses import PLACE

if TYPE_CHECKING:  # the catalog is checked without a database
    from fazhi.intake.models import Application

Body = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=4000)]

# 清政函〔2026〕3号 has no blank in it.
BLANK = re.compile(r"〔(?!\d{4}〕)[^〕]*〕")
_KNOWN = re.compile(r"\{([a-z_]+)\}")
KNOWN = frozenset({"number", "title", "received_on", "organization", "today", "until"})
_LATER = "〔期限〕"


class Use(StrEnum):
    """What a template is for."""

    ANSWER = "answer"
    CORRECTION = "correction"
    DECLINE = "decline"
    TRANSFER = "transfer"

    @property
    def label(self) -> str:
        return {"answer": "答复", "correction": "补正", "decline": "不予受理", "transfer": "转办"}[self.value]


class Template(Grounded):
    """One text. Without ``procedures`` it serves every form."""

    id: Name
    title: Said
    use: Use
    order: int = 50
    procedures: tuple[Name, ...] = ()
    ground: Said | None = None
    """Of 不予受理: the ground, in a line."""
    text: Body
    remedies: Body | None = None

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if (self.use is Use.DECLINE) != bool(self.ground):
            raise refuse("只有不予受理的模板有 ground，且必须有", "请补上或删去 ground", ("ground",))
        if self.use is Use.DECLINE and not self.remedies:
            raise refuse("不予受理没有写救济途径", "请补上 remedies", ("remedies",))
        for key, text in (("text", self.text), ("remedies", self.remedies or "")):
            for name in _KNOWN.findall(text):
                if name not in KNOWN:
                    known = "、".join(f"{{{each}}}" for each in sorted(KNOWN))
                    raise refuse(f"没有“{{{name}}}”可以填入", f"可用 {known}，其余请写成〔空白〕", (key,))
        if not self.basis and not self.sources:
            raise refuse("模板没有依据", "请写 basis（法条和关键词）或 sources", ())
        return self

    @property
    def articles(self) -> tuple[str, ...]:
        """The articles in words: 《政府信息公开条例》第五十一条."""
        return tuple(said(each) for each in self.basis)


@dataclass(frozen=True)
class Filled:
    """A template with everything filled in that is known."""

    template: Template
    text: str
    remedies: str


def blanks(*texts: str) -> list[str]:
    """The blanks that nobody has filled in yet."""
    return [each for text in texts for each in BLANK.findall(text)]


def load_templates(folder: Path | None = None) -> tuple[Template, ...]:
    """All templates of a folder (the catalog's own when left out), in their order. Raises CatalogError."""
    found, problems = read_templates(folder)
    if problems:
        raise CatalogError(problems)
    return tuple(sorted((each.value for each in found), key=lambda template: (template.order, template.id)))


def read_templates(folder: Path | None = None) -> tuple[list[Located[Template]], list[CatalogProblem]]:
    """Every template that can be read, and everything wrong with the files."""
    found: list[Located[Template]] = []
    problems: list[CatalogProblem] = []
    for path in sorted((folder or catalog_path("applications", "answers")).glob("*.yaml")):
        try:
            located = load_located(path, Template)
        except CatalogError as error:
            problems += error.problems
            continue
        found.append(located)
        problems += _faults(located, path)
    return found, problems


@lru_cache(maxsize=1)
def templates() -> tuple[Template, ...]:
    """The catalog's templates, read once a process."""
    return load_templates()


def fitting(procedure: str, use: Use, among: Iterable[Template] | None = None) -> list[Template]:
    """The templates for forms of a procedure: its own first, then those that serve all."""
    known = templates() if among is None else among
    found = [each for each in known if each.use is use and (not each.procedures or procedure in each.procedures)]
    return sorted(found, key=lambda each: not each.procedures)


def fill(template: Template, application: Application, *, today: date, until: date | None = None) -> Filled:
    """The template for one application; ``until`` is the last day of what is asked for."""
    known = {
        "number": application.number,
        "title": application.title,
        "received_on": _day(application.received_at.astimezone(PLACE).date()),
        "organization": application.organization.name,
        "today": _day(today),
        "until": _day(until) if until else _LATER,
    }

    def put(text: str) -> str:
        return _KNOWN.sub(lambda found: known[found[1]], text).strip()

    return Filled(template, put(template.text), put(template.remedies or ""))


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _faults(located: Located[Template], path: Path) -> Iterator[CatalogProblem]:
    template = located.value
    if template.id != path.stem:
        wrong = f"模板标识“{template.id}”与文件名“{path.name}”不一致"
        yield located.problem(("id",), wrong, f"请把文件改名为 {template.id}.yaml，或改 id")
    for citation, phrases in template.basis.items():
        if not is_citation(citation):
            wrong = f"依据“{citation}”的写法不对"
            yield located.problem(("basis", citation), wrong, "请写成 政府信息公开条例#33.2")
        for phrase in listed(phrases):
            if len(phrase) > 25:
                yield located.problem(("basis", citation), f"关键词“{phrase}”超过 25 个字", "关键词只要一个术语或数字")
