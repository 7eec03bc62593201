from procrastinate.contrib.django import app

from fazhi.desk.lists import EXPORT_TASK
from fazhi.desk.plans.board_export import BOARD_EXPORT


def test_every_task_that_pages_ask_for_is_known_to_the_worker() -> None:
    app.perform_import_paths()
    assert {EXPORT_TASK, BOARD_EXPORT} <= set(app.tasks)
    assert "fazhi.plans.background.look_at_the_clock" in app.tasks
