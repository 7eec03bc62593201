"""企业码页面: what an enterprise sees of its inspections without signing in, and where it rates them.

Nothing about whoever looks is kept: no address, no account. Wrong rating codes are counted for each page, in memory.
"""

from django import forms
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse

from fazhi.cases.parameters import values_for
from fazhi.desk.forms import Form
from fazhi.desk.inspections.visit_words import visit_mark
from fazhi.desk.pages import apply, done, show
from fazhi.desk.statutes.open_pages import OpenRequest, as_seen, enter, open_page
from fazhi.inspections import codes, ratings
from fazhi.inspections.codes import OpenPage
from fazhi.inspections.visits import PROCEDURE, Visit

PAGE = "desk:open-enterprise"
MOST_WRONG = 20
HOUR = 3600
SCORES = [(str(score), f"{score}分") for score in (5, 4, 3, 2, 1)]
RIGHTS = (
    "检查人员应当两人以上，主动出示执法证件；不出示的，您有权拒绝检查。",
    "检查事项应当已经公布、与通知一致；没有公布的事项，您有权拒绝。",
    "认为检查人员与您有利害关系的，可以申请回避；可以陈述意见、说明情况。",
    "检查应当作笔录，请核对后签名；不同意的，可以写明理由或者拒绝签名。",
    "检查不收费。检查人员不得接受宴请和财物，不得强制接受服务，不得妨碍正常经营。",
)


@open_page
def enterprise(request: OpenRequest, code: str) -> HttpResponse:
    """Announced and made inspections, by whom, on what ground, with which result; the rights of the enterprise."""
    found = _found(code)
    today = request.now.date()
    used = ratings.used_slips(each.case.pk for each in found.made)
    context = {
        "title": found.entry.title,
        "entry": found.entry,
        "code": code,
        "coming": found.coming,
        "made": [(each, _result(each), used.get(each.case.pk)) for each in found.made],
        "year": today.year,
        "times": sum(
            1 for each in found.made if each.counts and each.visited_on and each.visited_on.year == today.year
        ),
        "rights": RIGHTS,
        "phone": _phone(found, request),
        "marks": {each.case.pk: visit_mark(each, today) for each in found.coming},
    }
    return show(request, "desk/inspections/open_enterprise.html", context)


class RatingForm(Form):
    """Three questions, one to five, and a word."""

    token = forms.CharField(label="评价码", max_length=20, help_text="印在检查人员留下的评价单上，字母不分大小写")
    lawful = forms.ChoiceField(label=ratings.QUESTIONS["lawful"], choices=SCORES, widget=forms.RadioSelect)
    courteous = forms.ChoiceField(label=ratings.QUESTIONS["courteous"], choices=SCORES, widget=forms.RadioSelect)
    helpful = forms.ChoiceField(label=ratings.QUESTIONS["helpful"], choices=SCORES, widget=forms.RadioSelect)
    text = forms.CharField(
        label="意见", widget=forms.Textarea(attrs={"rows": 3}), max_length=ratings.LONGEST, required=False,
        help_text="选填。请不要写能认出您单位的内容。",
    )  # fmt: skip

    def clean_token(self) -> str:
        return "".join(each for each in self.cleaned_data["token"] if each.isalnum())


def rate(request: HttpRequest, code: str) -> HttpResponseBase:
    """匿名评价 with the code of a slip; a wrong code is refused, many wrong ones close the page for an hour."""
    return as_seen(request, _rate(enter(request), code))


def _rate(request: OpenRequest, code: str) -> HttpResponse:
    found = _found(code)
    form = RatingForm(request.POST if request.method == "POST" else None)
    wrong = f"inspections.rate.{found.entry.pk}"
    if form.is_valid():
        if cache.get(wrong, 0) >= MOST_WRONG:
            form.add_error("token", "评价码输错的次数太多，请一小时以后再试。")
        else:
            scores = {name: int(form.cleaned_data[name]) for name in ratings.QUESTIONS}
            applied = apply(
                form,
                lambda: ratings.rate(
                    entity=found.entry.pk,
                    token=form.cleaned_data["token"],
                    scores=scores,
                    text=form.cleaned_data["text"],
                    on=request.now.date(),
                ),
            )
            if applied:
                return done(request, f"谢谢，已匿名评价{applied.value.name}的检查。", PAGE, code)
            cache.set(wrong, cache.get(wrong, 0) + 1, HOUR)
    context = {
        "title": "评价检查",
        "trail": [(found.entry.title, reverse(PAGE, args=[code]))],
        "entry": found.entry,
        "back": reverse(PAGE, args=[code]),
    }
    return show(request, "desk/inspections/open_rating.html", context, form=form)


def _found(code: str) -> OpenPage:
    found = codes.open_page(code)
    if found is None:
        raise Http404
    return found


def _result(visit: Visit) -> str:
    """What was found, once it is public; the enterprise itself was told by the notice."""
    if visit.published_on is not None:
        return visit.result_title
    return "结果尚未公示" if visit.result else "检查尚未办结"


def _phone(found: OpenPage, request: OpenRequest) -> str:
    own = values_for(jurisdiction_id=found.entry.jurisdiction_id, procedure=PROCEDURE, on=request.now.date())
    return str(own.get("supervision_phone") or "")
