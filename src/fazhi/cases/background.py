"""Background tasks of this app; procrastinate finds this module by its name (settings)."""

from procrastinate.contrib.django import app

from fazhi import clock
from fazhi.cases import alerting, checkpoints, settling

# In China 00:20, 00:40 and 23:30: procrastinate reads cron in UTC, and China keeps UTC+8 the year round.
AFTER_MIDNIGHT = "20 16 * * *"
SOON_AFTER_MIDNIGHT = "40 16 * * *"
BEFORE_MIDNIGHT = "30 15 * * *"


@app.periodic(cron=AFTER_MIDNIGHT)
@app.task(queueing_lock="cases.settle", pass_context=False)
def settle_passed(timestamp: int) -> str:  # noqa: ARG001 -- the planned time; the work is done for the real one
    """Enters the steps that the law takes as done because a limit has passed."""
    return str(settling.settle_passed(at=clock.now()))


@app.periodic(cron=SOON_AFTER_MIDNIGHT)
@app.task(queueing_lock="cases.alerts", pass_context=False)
def look_for_alerts(timestamp: int) -> str:  # noqa: ARG001 -- the planned time; the work is done for the real one
    """Looks which alerts have come to stand in open cases by themselves, and which are gone."""
    return str(alerting.look(at=clock.now()))


@app.periodic(cron=BEFORE_MIDNIGHT)
@app.task(queueing_lock="cases.checkpoint", pass_context=False)
def sign_the_log(timestamp: int) -> str:  # noqa: ARG001 -- the planned time
    """Makes the checkpoint of the day."""
    made = checkpoints.checkpoint(at=clock.now())
    return f"检查点：公开日志{made.size}条。" if made else "没有变化的案件。"
