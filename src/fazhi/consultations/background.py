"""Background tasks of this app; procrastinate finds this module by its name (settings)."""

from procrastinate.contrib.django import app

from fazhi import clock
from fazhi.consultations import consulting, from_cases

# In China five past midnight: procrastinate reads cron in UTC, and China keeps UTC+8 the year round.
AFTER_MIDNIGHT = "5 16 * * *"
EVERY_TEN_MINUTES = "*/10 * * * *"


@app.periodic(cron=AFTER_MIDNIGHT)
@app.task(queueing_lock="consultations.close", pass_context=False)
def close_passed(timestamp: int) -> str:  # noqa: ARG001 -- the planned time; the work is done for the real one
    """Closes consultations whose last day is over."""
    return f"到期截止 {consulting.close_passed(at=clock.now())} 件。"


@app.periodic(cron=EVERY_TEN_MINUTES)
@app.task(queueing_lock="consultations.prepare", pass_context=False)
def prepare_announced(timestamp: int) -> str:  # noqa: ARG001 -- the planned time
    """Prepares the consultations that cases have announced."""
    return f"从案件建立征求意见 {from_cases.prepare_announced(at=clock.now())} 件。"
