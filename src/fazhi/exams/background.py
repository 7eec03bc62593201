"""Background tasks of this app; procrastinate finds this module by its name (settings)."""

from procrastinate.contrib.django import app

from fazhi import clock
from fazhi.exams import sittings

# In China a quarter past each hour: whoever is sitting sees their own end at once; this is for those who left.
EVERY_HOUR = "15 * * * *"


@app.periodic(cron=EVERY_HOUR)
@app.task(queueing_lock="exams.end", pass_context=False)
def end_passed(timestamp: int) -> str:  # noqa: ARG001 -- the planned time; the work is done for the real one
    """Ends the sittings whose time is over, as of their limits."""
    return f"到时自动交卷 {sittings.end_passed(at=clock.now())} 份。"
