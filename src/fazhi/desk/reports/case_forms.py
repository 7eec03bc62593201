"""Forms of a report's steps that also ask what its case needs: fields as the procedure describes them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from fazhi.desk.forms import Form
from fazhi.procedures.language.fields import Field, Kind

Asked = Mapping[str, tuple[Field, bool]]
"""Fields of the case by name, each with whether it must be filled."""


class CaseForm(Form):
    """A form with the fields of the case behind its own."""

    def __init__(self, *args: Any, asks: Asked | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asks = asks or {}
        self.fields.update({name: _field(field, must) for name, (field, must) in self.asks.items()})

    @property
    def given(self) -> dict[str, Any]:
        """What the verb takes: the form's own fields, and what was asked for the case as `asked`."""
        own = {name: value for name, value in self.cleaned_data.items() if name not in self.asks}
        asked = {name: self.cleaned_data[name] for name in self.asks if self.cleaned_data[name] not in ("", None, [])}
        return {**own, "asked": asked}


def _field(field: Field, must: bool) -> forms.Field:
    """A form field for one of the types that a course may ask for (`reports.language.course.ASKABLE`)."""
    words: dict[str, Any] = {"label": field.title, "required": must, "help_text": field.hint or ""}
    options = list(field.options.items())
    match field.type:
        case Kind.CHOICES:
            return forms.MultipleChoiceField(choices=options, widget=forms.CheckboxSelectMultiple, **words)
        case Kind.CHOICE:
            return forms.ChoiceField(choices=options, widget=forms.RadioSelect, **words)
        case Kind.BOOLEAN:
            return forms.BooleanField(**{**words, "required": False})
        case Kind.LONG_TEXT:
            return forms.CharField(max_length=2000, widget=forms.Textarea(attrs={"rows": 3}), **words)
        case _:
            return forms.CharField(max_length=200, **words)
