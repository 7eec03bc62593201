"""Tables that are made together are the tables that are made one after the other."""

import pytest
from django.db import connection, migrations, models
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

from fazhi.database.creating import CreateTogether

# Two tables that refer to each other, with everything that is added to one later.
OPERATIONS = [
    migrations.CreateModel(
        name="House", fields=[("id", models.BigAutoField(primary_key=True)), ("number", models.CharField(max_length=8))]
    ),
    migrations.CreateModel(
        name="Guest",
        fields=[
            ("id", models.BigAutoField(primary_key=True)),
            ("house", models.ForeignKey(to="inn.house", on_delete=models.CASCADE, related_name="guests")),
        ],
    ),
    migrations.AddField("House", "owner", models.ForeignKey(to="inn.guest", on_delete=models.CASCADE, null=True)),
    migrations.AddIndex("House", models.Index(fields=["owner", "number"], name="inn_by_owner")),
    migrations.AddConstraint("Guest", models.UniqueConstraint(fields=["house"], name="one_guest_a_house")),
    migrations.AddConstraint("House", models.CheckConstraint(condition=~models.Q(number=""), name="has_a_number")),
]
COLUMNS = """
SELECT table_name, ordinal_position, column_name, data_type, is_nullable FROM information_schema.columns
 WHERE starts_with(table_name, 'inn_') ORDER BY 1, 2
"""
INDEXES = "SELECT indexdef FROM pg_indexes WHERE starts_with(tablename, 'inn_') ORDER BY 1"
CONSTRAINTS = """
SELECT conname, pg_get_constraintdef(c.oid) FROM pg_constraint c JOIN pg_class t ON t.oid = conrelid
 WHERE starts_with(t.relname, 'inn_') ORDER BY 1
"""


def forwards(*operations: Operation) -> tuple[ProjectState, ProjectState]:
    """Applies them to the database and to a state that is drawn, as `migrate` does; the states before and after."""
    before = ProjectState()
    assert before.apps.get_models() == []
    last = before.clone()
    for operation in operations:
        earlier = last.clone()
        operation.state_forwards("inn", last)
        with connection.schema_editor() as editor:
            operation.database_forwards("inn", editor, earlier, last)
    return before, last


def backwards(operation: Operation, before: ProjectState, after: ProjectState) -> None:
    with connection.schema_editor() as editor:
        operation.database_backwards("inn", editor, after, before)


def schema() -> list[list[tuple[object, ...]]]:
    found = []
    with connection.cursor() as cursor:
        for query in (COLUMNS, INDEXES, CONSTRAINTS):
            cursor.execute(query)
            found.append(cursor.fetchall())
    return found


@pytest.mark.django_db
def test_tables_made_together_are_those_made_one_by_one_and_go_again() -> None:
    together = CreateTogether(OPERATIONS)
    before, after = forwards(together)
    made = schema()
    assert [len(rows) for rows in made] == [5, 6, 10]
    backwards(together, before, after)
    assert schema() == [[], [], []]

    _, one_by_one = forwards(*OPERATIONS)
    assert schema() == made
    assert after == one_by_one
    drawn = {model.__name__: {field.name for field in model._meta.get_fields()} for model in after.apps.get_models()}
    assert drawn == {"House": {"id", "number", "owner", "guests"}, "Guest": {"id", "house"}}


def test_a_state_that_is_not_drawn_stays_so() -> None:
    state = ProjectState()
    CreateTogether(OPERATIONS).state_forwards("inn", state)
    assert "apps" not in state.__dict__
    assert sorted(state.models) == [("inn", "guest"), ("inn", "house")]


@pytest.mark.parametrize(
    "stranger",
    [
        migrations.RunSQL("SELECT 1"),
        migrations.RemoveField("House", "number"),
        migrations.AddIndex("Barn", models.Index(fields=["number"], name="another_table")),
    ],
)
def test_what_is_no_part_of_making_them_is_refused(stranger: Operation) -> None:
    with pytest.raises(ValueError, match="not a part of making tables together"):
        CreateTogether([*OPERATIONS, stranger])
