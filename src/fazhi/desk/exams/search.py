"""What the search box finds of exams and trainings."""

from collections.abc import Sequence

from django.urls import reverse

from fazhi import clock
from fazhi.desk.exams.words import exam_mark, window
from fazhi.desk.search import Hit, SearchSource, matching, register
from fazhi.exams import queries
from fazhi.government.actors import Actor


def find_exams(actor: Actor, words: Sequence[str], limit: int) -> list[Hit]:
    """Exams that one organises or enrols into, else one's own; the latest first."""
    now = clock.now()
    managed = queries.managed(actor).filter(matching(words, "title", "organization__name")).order_by("-opens_at")
    hits = [
        Hit(each.title, reverse("desk:exams:exam", args=[each.pk]), window(each), exam_mark(each, now))
        for each in managed[:limit]
    ]
    known = {hit.url for hit in hits}
    for candidate in queries.mine(actor.person).filter(matching(words, "exam__title"))[:limit]:
        exam = candidate.exam
        if reverse("desk:exams:exam", args=[exam.pk]) not in known:
            url = reverse("desk:exams:start", args=[exam.pk])
            hits.append(Hit(exam.title, url, window(exam), exam_mark(exam, now)))
    return hits[:limit]


register(SearchSource("exams", "考试", find_exams, order=60))
