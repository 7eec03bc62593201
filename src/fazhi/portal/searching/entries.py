"""Entries of all public registers that have every word in a published field: found, counted and paged by the database.

The index of a register knows the words of every field, also of those that are not public. It narrows; whether a word
stands in a field that everybody may read is asked of the entry itself, by the registers' `publish` blocks.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from functools import reduce
from operator import and_
from typing import Any

from django.db.models import (
    BooleanField,
    Case,
    Count,
    F,
    Func,
    IntegerField,
    Q,
    QuerySet,
    TextField,
    Value,
    When,
    Window,
)
from django.db.models.functions import Lower
from django.db.models.lookups import Contains

from fazhi.desk.registers.open_pages import plain_names
from fazhi.procedures.language.fields import Kind
from fazhi.procedures.registers.definition import RegisterDefinition
from fazhi.registers import reading
from fazhi.registers.models import Entry
from fazhi.statutes.searching import bigrams

_OPTIONED = (Kind.CHOICE, Kind.CHOICES)
_WIDE = "".join(chr(0xFF01 + place) for place in range(94)) + "\u3000"
_NARROW = "".join(chr(0x21 + place) for place in range(94)) + " "


def openly(rows: QuerySet[Entry], definitions: Iterable[RegisterDefinition], text: str) -> QuerySet[Entry]:
    """Those of ``rows`` that have every word of ``text`` in a published field; who is called so comes first."""
    known, words = list(definitions), bigrams.words_of(text)
    texts = json.dumps({each.id: _texts(each) for each in known})
    found = reading.searched(rows, text).filter(
        *(_Holds(F("data"), F("register"), Value(texts), Value(_options(known, word)), Value(word)) for word in words)
    )
    named = [each.id for each in known if each.named_by in plain_names(each)]
    called_so = reduce(and_, (_in_title(word) for word in words), Q(register__in=named))
    rank = Case(When(called_so, then=Value(0)), default=Value(1), output_field=IntegerField())
    return found.annotate(rank=rank).order_by("rank", "register", "key", "pk")


def counted(rows: QuerySet[Any], start: int, size: int) -> tuple[list[Any], int]:
    """A page of rows and how many there are in all. One statement; a second only for a page beyond the last."""
    page = list(rows.annotate(in_all=Window(Count("*")))[start : start + size])
    if page or not start:
        return page, (page[0].in_all if page else 0)
    return [], rows.order_by().count()


class _Holds(Func):
    """Whether a published field of an entry has a word: in its text, or as the label of what was chosen.

    Takes data, register, the fields with text by register, the chosen options by register and field, and the word. One
    expression for all registers: a condition written out field by field takes longer to make than to answer.
    """

    output_field = BooleanField()
    conditional = True
    _SQL = """EXISTS (
      SELECT 1 FROM jsonb_each({}) AS f (name, kept),
        (SELECT {} AS register, {}::jsonb AS texts, {}::jsonb AS options, {}::text AS word) AS asked
      WHERE (
        jsonb_exists(asked.texts -> asked.register, f.name)
        AND strpos(translate(lower(
          CASE jsonb_typeof(f.kept)
            WHEN 'object' THEN coalesce(f.kept ->> 'name', f.kept ->> 'title', '')
            ELSE f.kept #>> '{{}}'
          END), {}, {}), asked.word) > 0
      ) OR jsonb_exists_any(f.kept, ARRAY(
        SELECT jsonb_array_elements_text(asked.options -> asked.register -> f.name)
      ))
    )"""

    def as_sql(
        self,
        compiler: Any,
        connection: Any,  # noqa: ARG002 -- Django's signature
        function: str | None = None,  # noqa: ARG002
        template: str | None = None,  # noqa: ARG002
        arg_joiner: str | None = None,  # noqa: ARG002
        **extra_context: Any,  # noqa: ARG002
    ) -> tuple[str, tuple[str | int, ...]]:
        """The expression with its parameters, in the order in which they stand in it."""
        folding = (Value(_WIDE), Value(_NARROW))
        parts = [compiler.compile(each) for each in (*self.get_source_expressions(), *folding)]
        return self._SQL.format(*(sql for sql, _ in parts)), tuple(each for _, given in parts for each in given)


def _texts(definition: RegisterDefinition) -> list[str]:
    """The published fields whose text is looked through."""
    fields = definition.fields
    return [name for name in plain_names(definition) if fields[name].type not in (*_OPTIONED, Kind.BOOLEAN)]


def _options(definitions: Iterable[RegisterDefinition], word: str) -> str:
    """The options whose label has the word, by register and field, as JSON."""
    found: dict[str, dict[str, list[str]]] = {}
    for definition in definitions:
        for name in plain_names(definition):
            field = definition.fields[name]
            keys = [key for key, label in field.options.items() if word in bigrams.fold(label)]
            if keys and field.type in _OPTIONED:
                found.setdefault(definition.id, {})[name] = keys
    return json.dumps(found)


def _in_title(word: str) -> Q:
    """Folded as the words of a query are: half width, lower case."""
    folded = Func(Lower(F("title")), Value(_WIDE), Value(_NARROW), function="translate", output_field=TextField())
    return Q(Contains(folded, word))


def published_words(texts: Sequence[tuple[str, str]], words: Sequence[str], title: str) -> str:
    """The first published field that has a word, other than the title: what the hit shows."""
    held = [f"{label}：{text}" for label, text in texts if any(word in bigrams.fold(text) for word in words)]
    return next((each for each in held if not each.endswith(f"：{title}")), "")
