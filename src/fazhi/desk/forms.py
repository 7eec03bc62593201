"""Forms of the desk: labels above, errors at the field and in a summary on top, everything typed kept.

    class NewMatter(Form):
        unit = OrganizationField(label="承办单位")
        due_on = DateField(label="期限")
        files = FilesField(label="附件", required=False)

    form = NewMatter(request.POST or None, request.FILES or None, actor=request.actor)

`{{ form }}` draws the fields; `{{ form.unit.as_field_group }}` draws one.
"""

from typing import Any, ClassVar, Self

from django import forms
from django.db.models import QuerySet
from django.forms.boundfield import BoundField
from django.forms.renderers import DjangoTemplates

from fazhi.desk.fields import (
    DateField,
    FilesField,
    OrganizationField,
    OrganizationsField,
    VersionField,
    living_units,
    read_date,
)
from fazhi.desk.pages import DeskRequest
from fazhi.government.actors import Actor
from fazhi.government.models import Organization

__all__ = [
    "DateField",
    "FilesField",
    "Form",
    "OrganizationField",
    "OrganizationsField",
    "VersionField",
    "living_units",
    "read_date",
]


class DeskRenderer(DjangoTemplates):
    """Draws forms with the desk's templates, and widgets with Django's."""

    form_template_name = "desk/form/form.html"
    field_template_name = "desk/form/field.html"


class Form(forms.Form):
    """The base of all forms. `actor` narrows the unit pickers to the actor's jurisdiction.

    `file_field` names the field at which FileRefused is shown; by default the first file field.
    """

    default_renderer = DeskRenderer
    error_css_class = "wrong"
    use_required_attribute = False  # the server's sentences say more than the browser's bubbles
    actor: Actor | None = None
    file_field: str = ""
    wide: ClassVar[frozenset[str]] = frozenset()

    def __init__(self, *args: Any, actor: Actor | None = None, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        self.actor = actor
        for name, field in self.fields.items():
            if isinstance(field, OrganizationField | OrganizationsField) and actor and not field.is_narrowed:
                field.queryset = living_units(actor)
            if isinstance(field, forms.FileField) and not self.file_field:
                self.file_field = name
            if field.required and not isinstance(field, VersionField):
                field.error_messages["required"] = _required(field, str(field.label or name))

    @classmethod
    def of(cls, request: DeskRequest, **kwargs: Any) -> Self:
        """The form as this request fills it: bound to what was posted, empty on a GET."""
        bound = (request.POST, request.FILES) if request.method == "POST" else ()
        return cls(*bound, actor=request.actor, **kwargs)

    def narrow(self, name: str, units: QuerySet[Organization]) -> None:
        """Leaves only these units to choose from in a picker."""
        field = self.fields[name]
        assert isinstance(field, OrganizationField | OrganizationsField)
        field.queryset = units

    def wrong_fields(self) -> list[BoundField]:
        """The fields with errors, in their order, for the summary."""
        return [field for field in self if field.errors]

    def problem_count(self) -> int:
        """How many sentences the summary holds."""
        return sum(len(messages) for messages in self.errors.values())

    def files_lost(self) -> bool:
        """Whether files came with a refused form: browsers cannot keep them, so the page says to choose again."""
        return bool(self.is_bound and self.errors and self.files)


def _required(field: forms.Field, label: str) -> str:
    picked = isinstance(field, forms.ChoiceField | forms.ModelChoiceField | forms.FileField | forms.DateField)
    return f"请{'选择' if picked else '填写'}{label}。"
