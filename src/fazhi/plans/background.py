"""Background tasks of this app; procrastinate finds this module by its name (settings)."""

from procrastinate.contrib.django import app

from fazhi import clock
from fazhi.plans.tick import tick

# 07:00 to 19:00 in China, every day: procrastinate reads cron in UTC, and China keeps UTC+8 the year round.
HOURS = "0 23,0-11 * * *"


@app.periodic(cron=HOURS)
@app.task(queueing_lock="plans.tick", pass_context=False)
def look_at_the_clock(timestamp: int) -> str:  # noqa: ARG001 -- the planned time; the tick works with the real one
    """Opens monthly rounds and raises reminders."""
    return str(tick(at=clock.now()))
