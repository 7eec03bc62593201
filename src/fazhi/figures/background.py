"""Background tasks of this app; procrastinate finds this module by its name (settings)."""

from datetime import timedelta

from procrastinate.contrib.django import app

from fazhi import clock
from fazhi.figures import keeping

# In China 01:10: procrastinate reads cron in UTC.
AT_NIGHT = "10 17 * * *"


@app.periodic(cron=AT_NIGHT)
@app.task(queueing_lock="figures.forget", pass_context=False)
def forget_numbers(timestamp: int) -> str:  # noqa: ARG001 -- the planned time
    """Drops the numbers of boards of days that are over: another day is another page."""
    return f"清除看板数据{keeping.forget(before=clock.now() - timedelta(days=1))}份。"
