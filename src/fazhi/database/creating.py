"""A migration operation that makes all the tables of an app at once.

Django draws every model that a new one is related to anew after each operation, and nearly everything is related to
people and units: with a hundred tables that is most of the time in which a site first starts.
"""

from collections.abc import Sequence
from typing import Any

from django.apps.registry import Apps
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations import AddConstraint, AddField, AddIndex, CreateModel
from django.db.migrations.operations.base import Operation
from django.db.migrations.operations.fields import FieldOperation
from django.db.migrations.operations.models import IndexOperation
from django.db.migrations.state import ProjectState

# What each adds is part of a table that is made as it stands at the end.
ADDING = (AddField, AddIndex, AddConstraint)


class CreateTogether(Operation):
    """Makes models with the fields, indexes and constraints that the operations after them add to them.

    Args:
        operations: CreateModel, AddField, AddIndex and AddConstraint, as `makemigrations` writes them; whatever is
            added is added to a model that an operation before it makes.

    Raises:
        ValueError: An operation of another kind, or one on a model that is not made here.
    """

    def __init__(self, operations: Sequence[Operation]) -> None:
        self.operations = list(operations)
        self.models: list[CreateModel] = []
        made = set()
        for operation in self.operations:
            if isinstance(operation, CreateModel):
                self.models.append(operation)
                made.add(operation.name_lower)
            elif not isinstance(operation, ADDING) or _model_of(operation) not in made:
                raise ValueError(f"not a part of making tables together: {operation.describe()}")

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Adds everything to the state, and draws the models that are touched once."""
        drawn: Apps | None = state.__dict__.pop("apps", None)
        for operation in self.operations:
            operation.state_forwards(app_label, state)
        if drawn is not None:
            state.__dict__["apps"] = drawn
            state.reload_models([(app_label, model.name_lower) for model in self.models], delay=False)

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        """Makes each table as it stands at the end; what refers to a later table is deferred by the schema editor."""
        for model in self.models:
            model.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        """Drops the tables, the last one first."""
        for model in reversed(self.models):
            model.database_backwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        """What `migrate --plan` says."""
        return f"Create together: {', '.join(model.name for model in self.models)}"


def _model_of(operation: Operation) -> str | None:
    if isinstance(operation, FieldOperation):
        return str(operation.model_name_lower)
    return str(operation.model_name_lower) if isinstance(operation, IndexOperation) else None
