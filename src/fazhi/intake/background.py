"""Background tasks of this app; procrastinate finds this module by its name (settings)."""

from procrastinate.contrib.django import app

from fazhi import clock
from fazhi.intake import queueing, reminding

# In China 07:30, before offices open: procrastinate reads cron in UTC, and China keeps UTC+8.
BEFORE_WORK = "30 23 * * *"
EVERY_MINUTE = "* * * * *"


@app.periodic(cron=BEFORE_WORK)
@app.task(queueing_lock="intake.remind", pass_context=False)
def remind_of_applications(timestamp: int) -> str:  # noqa: ARG001 -- the planned time; the work is done for the real one
    """Notes in each application that has become late that its head has been told."""
    return f"逾期来件提醒 {reminding.record_late(at=clock.now())} 件。"


@app.periodic(cron=EVERY_MINUTE)
@app.task(name=queueing.TASK, queueing_lock=queueing.LOCK, pass_context=False)
def hand_in_waiting(timestamp: int) -> str:  # noqa: ARG001 -- the planned time, or 0 where somebody has just begun to wait
    """Hands in what waits: called when a queue forms, and every minute in case that call was lost."""
    return f"排队提交 {queueing.work_off(now=clock.now)} 件。"
