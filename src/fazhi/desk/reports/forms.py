"""The forms of these pages."""

from typing import Any

from django import forms

from fazhi.desk.forms import DateField, Form, OrganizationField, OrganizationsField, VersionField
from fazhi.desk.reports.case_forms import CaseForm
from fazhi.government.models import Organization, Person
from fazhi.government.permissions import REPORT_MANAGE, within_reach
from fazhi.reports.language.library import shelf
from fazhi.reports.models import Comment, Report, Section


def _lines(rows: int, hint: str = "") -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, "placeholder": hint} if hint else {"rows": rows})


class NewReport(Form):
    """A new report."""

    template = forms.ChoiceField(label="报告", widget=forms.RadioSelect)
    organization = OrganizationField(label="报告主体", help_text="以谁的名义报告：一般是区（县）政府，部门报告选部门。")
    year = forms.IntegerField(label="报告年度", min_value=2000, max_value=2100, help_text="报告的是哪一年的工作。")
    due_on = DateField(label="交稿期限", required=False, help_text="各撰写单位在这一天以前交稿，以后可以逐节调整。")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        template = self.fields["template"]
        assert isinstance(template, forms.ChoiceField)
        template.choices = [(each.id, each.title) for each in shelf()]
        assert self.actor is not None
        living = Organization.objects.filter(dissolved_on=None)
        self.narrow("organization", living.filter(within_reach(self.actor, REPORT_MANAGE)))


class BodyForm(Form):
    """The text of a section. `version` is the one that the writer saw."""

    wide = frozenset({"body"})
    body = forms.CharField(label="正文", required=False, strip=False, widget=_lines(22))
    version = VersionField()


class CommentForm(Form):
    """What somebody says about a section."""

    quoted = forms.CharField(label="针对的文字", required=False, max_length=500, help_text="可以不填。")
    text = forms.CharField(label="意见", max_length=5000, widget=_lines(3))


class AnswerForm(Form):
    """What becomes of a comment."""

    disposition = forms.ChoiceField(label="处理", choices=Comment.Answer.choices, widget=forms.RadioSelect)
    text = forms.CharField(
        label="说明", required=False, max_length=2000, widget=_lines(2), help_text="不采纳、部分采纳的须说明理由。"
    )


class RoundForm(Form):
    """Asking units for their opinion."""

    units = OrganizationsField(label="征求意见的单位")
    due_on = DateField(label="反馈期限")
    text = forms.CharField(label="说明", required=False, max_length=2000, widget=_lines(3))


class ReplyForm(Form):
    """What a unit answers."""

    text = forms.CharField(
        label="总体意见", required=False, max_length=5000, widget=_lines(4),
        help_text="逐条意见请写在各章节里。没有意见的，直接提交即可。",
    )  # fmt: skip


class WordsForm(CaseForm):
    """A verb that needs words."""

    text = forms.CharField(label="说明", max_length=2000, widget=_lines(3))

    def __init__(self, *args: Any, label: str = "说明", required: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].label, self.fields["text"].required = label, required


class ApproveForm(CaseForm):
    """Approval. `seen` is the digest of the text on the page."""

    text = forms.CharField(label="审定意见", max_length=2000, help_text="如“经区政府第12次常务会议审议通过”。")
    signed_on = DateField(label="成文日期", help_text="写在报告末尾的日期。")
    seen = forms.CharField(widget=forms.HiddenInput)


class SendingForm(CaseForm):
    """That the report was sent. The number is asked for once: where the case has one of its own, by the case."""

    sent_on = DateField(label="报送日期")
    number = forms.CharField(label="文号", required=False, max_length=60)
    note = forms.CharField(label="备注", required=False, max_length=200)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "sent_number" in self.asks:
            del self.fields["number"]


class RecipientForm(Form):
    """A further body to send the report to."""

    to = forms.CharField(label="报送对象", max_length=100)
    due_on = DateField(label="期限", required=False)


class PublishForm(CaseForm):
    """Publication."""

    published_on = DateField(label="公开日期")
    address = forms.URLField(
        label="门户网站网址", required=False, max_length=500, assume_scheme="https",
        help_text="同时在政府门户网站公开的，填那一页的网址。",
    )  # fmt: skip
    reason = forms.CharField(label="更正说明", required=False, max_length=2000, widget=_lines(3))

    def __init__(self, *args: Any, correcting: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if correcting:
            self.fields["reason"].required = True
            self.fields["reason"].help_text = "写明更正了什么、为什么。更正说明随报告公开，原来的版本仍可查看。"
        else:
            del self.fields["reason"]


class TitleForm(Form):
    """Title and addressees."""

    title = forms.CharField(label="标题", max_length=200)
    addressees = forms.CharField(
        label="主送", required=False, max_length=300, help_text="如“市人民政府：”。公开的版本不显示。"
    )


class SectionForm(Form):
    """A section's heading, writers and limit."""

    heading = forms.CharField(label="标题", max_length=100, required=False)
    writer_unit = OrganizationField(label="撰写单位", required=False, help_text="不选的由编制单位撰写。")
    writer = forms.ModelChoiceField(Person.objects.none(), label="撰写人", required=False, empty_label="不指定")
    due_on = DateField(label="交稿期限", required=False)

    def __init__(self, *args: Any, section: Section, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = self.fields["writer"]
        assert isinstance(people, forms.ModelChoiceField)
        people.queryset = Person.objects.filter(
            is_active=True, memberships__ended_on=None, memberships__organization=section.writer_unit
        ).distinct()
        if section.writer_unit_id is None:
            del self.fields["writer"]
        if not section.level:
            del self.fields["heading"]


class NewSection(Form):
    """A further section."""

    heading = forms.CharField(label="标题", max_length=100)
    level = forms.TypedChoiceField(
        label="层级", choices=((2, "（一）级：某一部分下面的节"), (1, "一、级：新的部分")), coerce=int, initial=2,
        widget=forms.RadioSelect,
    )  # fmt: skip
    after = forms.ModelChoiceField(
        Section.objects.none(), label="放在哪一节后面", required=False, empty_label="放在最后"
    )

    def __init__(self, *args: Any, report: Report, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        after = self.fields["after"]
        assert isinstance(after, forms.ModelChoiceField)
        after.queryset = report.sections.all()
