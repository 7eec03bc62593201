"""Background tasks of this app; procrastinate finds this module by its name (settings)."""

from procrastinate.contrib.django import app

from fazhi import clock
from fazhi.registers import settling
from fazhi.registers.importing import tasks

# In China 00:05, before cases are settled at 00:20: procrastinate reads cron in UTC, and China keeps UTC+8.
AFTER_MIDNIGHT = "5 16 * * *"
# Long imports are asked for by name; the worker has to know them.
IMPORTS = (tasks.check, tasks.apply, tasks.propose)


@app.periodic(cron=AFTER_MIDNIGHT)
@app.task(queueing_lock="registers.settle", pass_context=False)
def settle_registers(timestamp: int) -> str:  # noqa: ARG001 -- the planned time; the work is done for the real one
    """Shows what was revised for the day that has begun."""
    return f"清单条目更新 {settling.settle_all(at=clock.now())} 条。"
