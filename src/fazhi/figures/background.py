"""Background tasks of this app; procrastinate finds this module by its name (settings)."""

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from fazhi import clock
from fazhi.figures import renewing

# In China 01:10, and every ten minutes from 07:00 to 20:50: procrastinate reads cron in UTC.
AT_NIGHT = "10 17 * * *"
IN_WORKING_HOURS = "*/10 0-12,23 * * *"


@app.periodic(cron=AT_NIGHT)
@app.task(queueing_lock="figures.forget", pass_context=False)
def forget_numbers(timestamp: int) -> str:  # noqa: ARG001 -- the planned time
    """Drops the numbers of boards that nobody looks at."""
    return f"清除看板数据{renewing.forget(at=clock.now())}份。"


@app.periodic(cron=IN_WORKING_HOURS)
@app.task(queueing_lock="figures.renew_all", pass_context=False)
def renew_all_numbers(timestamp: int) -> str:  # noqa: ARG001 -- the planned time
    """Counts anew what boards showed lately."""
    return f"更新看板数据{renewing.renew_all(today=clock.today(), now=clock.now)}份。"


@app.task(name="figures.renew")
def renew_numbers(key: str) -> str:
    """Counts one page's numbers anew, which somebody has just been shown."""
    renewing.renew(key, today=clock.today(), at=clock.now())
    return "看板数据已更新。"


def ask_to_renew(key: str) -> None:
    """Asks for it once, however many people look. Where no background process runs, pages count for themselves."""
    try:
        with transaction.atomic():
            renew_numbers.configure(queueing_lock=f"figures.{key}").defer(key=key)
    except AlreadyEnqueued:
        pass
