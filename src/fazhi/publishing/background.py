"""Background tasks of this app; procrastinate finds this module by its name (settings)."""

from procrastinate.contrib.django import app

from fazhi import clock
from fazhi.publishing import sweeping

# In China 00:40: procrastinate reads cron in UTC, and China keeps UTC+8 the year round.
EACH_MINUTE = "* * * * *"
AFTER_MIDNIGHT = "40 16 * * *"


@app.periodic(cron=EACH_MINUTE)
@app.task(queueing_lock="publishing.settle", pass_context=False)
def settle_new(timestamp: int) -> str:  # noqa: ARG001 -- the planned time; the work is done for the real one
    """Publishes what became due, and heeds what was corrected."""
    return str(sweeping.settle_new(at=clock.now()))


@app.periodic(cron=AFTER_MIDNIGHT)
@app.task(queueing_lock="publishing.night", pass_context=False)
def look_again(timestamp: int) -> str:  # noqa: ARG001 -- the planned time
    """Looks once more at the acts of the day, and takes down what has been public long enough."""
    swept = sweeping.settle_again(at=clock.now())
    return f"{swept}公开期满撤下 {sweeping.remove_expired(at=clock.now())} 项。"
