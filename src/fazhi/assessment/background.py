"""Background tasks of this app; procrastinate finds this module by its name (settings)."""

from procrastinate.contrib.django import app

from fazhi import clock
from fazhi.assessment import assessments
from fazhi.assessment.models import Assessment, Phase
from fazhi.files.models import KeptFile
from fazhi.government.actors import actor_for
from fazhi.government.models import Person
from fazhi.jobs import progress
from fazhi.jobs.models import Job

COUNT_TASK = "assessment.count"
"""Beginning a phase for which the figures of every body are taken."""
VERBS = {Phase.PREPARING: assessments.open_, Phase.SELF: assessments.close_self}


@app.task(name=COUNT_TASK)
def count(*, job_id: int, assessment_id: int, person_id: int, phase: str, next_url: str) -> None:
    """Carries out the verb that ends ``phase`` as its person may now; on an assessment that has moved on it refuses."""
    now = clock.now()
    actor = actor_for(person=Person.objects.get(pk=person_id), on=now.date())

    def work(job: Job) -> tuple[str, KeptFile | None, str]:  # noqa: ARG001 -- all or nothing: there is no half way to tell
        found = Assessment.objects.get(pk=assessment_id)
        moved = VERBS[Phase(phase)](actor=actor, assessment=found, at=now)
        return f"“{moved.title}”已进入{moved.stage.label}阶段。", None, next_url

    progress.run(job_id=job_id, work=work, now=clock.now)
