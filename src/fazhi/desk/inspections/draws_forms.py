"""The forms of the draw pages."""

import re
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from fazhi.desk.forms import FilesField, Form, OrganizationField
from fazhi.government.models import Organization
from fazhi.government.permissions import DRAW_HOLD, within_reach
from fazhi.inspections.draw_entries import Drawn
from fazhi.inspections.drawing.model import MOST_WEIGHT, Pool, Rule, Source, SourceKind, StratumRule
from fazhi.inspections.drawing.sampling import sizes
from fazhi.inspections.drawing.wording import UNRATED
from fazhi.inspections.models import ObjectGround, OfficerGround

# Credit risk classes (信用风险分类) run from A, the least, to D.
USUAL_WEIGHTS = {"A": 1, "B": 2, "C": 3, "D": 5}
_CLASS = re.compile(r"([A-D])[类级]?")
_MOMENT = "%Y-%m-%dT%H:%M"


class BeginForm(Form):
    """What is drawn, from which pool."""

    organization = OrganizationField(label="组织单位")
    title = forms.CharField(
        label="名称",
        max_length=200,
        widget=forms.TextInput(attrs={"placeholder": "例如：2026年第一批餐饮服务双随机抽查"}),
    )
    items = forms.CharField(
        label="抽查事项",
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="一行一项，写“事项，检查单位”，例如：食品安全监督检查，区市场监管局。只写事项的，由组织单位检查。写了几个单位，就是几个单位的综合查一次。",
    )
    plan_reference = forms.CharField(
        label="检查计划", required=False, max_length=200, help_text="列入年度检查计划的，写计划名称或编号。"
    )
    file = FilesField(label="名单（.xlsx）", extensions=(".xlsx",), most=1)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.actor:
            units = Organization.objects.filter(within_reach(self.actor, DRAW_HOLD), dissolved_on=None)
            self.narrow("organization", units)
            own = units.filter(pk__in=self.actor.organization_ids).first()
            self.fields["organization"].initial = own


class RuleForm(Form):
    """How many of each stratum, what each risk class weighs, and the chance that decides."""

    per_body = forms.IntegerField(
        label="每个单位选派执法人员", min_value=1, max_value=20, initial=2, help_text="每个对象合计不少于两人。"
    )
    kind = forms.ChoiceField(
        label="随机数来源",
        choices=[
            (SourceKind.PUBLIC, "公开随机数：名单公布以后才产生、谁也定不了的公开数字"),
            (SourceKind.COMMITMENT, "多人承诺：两名以上人员事先各自密封一个数，名单公布后公开"),
        ],
        initial=SourceKind.PUBLIC,
        widget=forms.RadioSelect,
    )
    given_at = forms.DateTimeField(
        label="随机数公布时间（多人承诺：公开截止时间）",
        input_formats=[_MOMENT, "%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=_MOMENT),
        help_text="到这个时间以后才能录入随机数；在此之前必须先公布名单。",
        error_messages={"invalid": "请填写日期和时间，例如 2026-03-03 15:30。"},
    )
    name = forms.CharField(
        label="用哪个公开数字",
        required=False,
        max_length=200,
        help_text="例如：2026年3月3日上证综合指数收盘点位；第2026025期双色球开奖号码。",
    )
    where = forms.CharField(
        label="由谁在哪里公布", required=False, max_length=200, help_text="例如：上海证券交易所网站。"
    )
    reading = forms.CharField(
        label="怎样写",
        required=False,
        max_length=200,
        help_text="例如：两位小数，不写千分位；红球从小到大，最后写蓝球，用空格分开。",
    )

    def __init__(self, *args: Any, pool: Pool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._strata = sorted(sizes(pool.objects).items())
        self._risks = sorted(Counter(each.risk for each in pool.objects).items())
        for place, (stratum, _) in enumerate(self._strata):
            self.fields[f"rate_{place}"] = forms.DecimalField(
                label=f"{stratum}：比例（%）", required=False, min_value=0, max_value=100, decimal_places=2, initial="5"
            )
            self.fields[f"number_{place}"] = forms.IntegerField(
                label=f"{stratum}：至少户数", required=False, min_value=0, max_value=1_000_000, initial=1
            )
        for place, (risk, _) in enumerate(self._risks):
            found = _CLASS.fullmatch(risk.upper())
            self.fields[f"weight_{place}"] = forms.IntegerField(
                label=f"{risk or UNRATED}：权重",
                min_value=1,
                max_value=MOST_WEIGHT,
                initial=USUAL_WEIGHTS[found[1]] if found else 1,
            )

    def strata(self) -> Iterator[tuple[str, int, BoundField, BoundField]]:
        """(stratum, how many objects, rate, least number), for the table."""
        for place, (stratum, size) in enumerate(self._strata):
            yield stratum, size, self[f"rate_{place}"], self[f"number_{place}"]

    def risks(self) -> Iterator[tuple[str, int, BoundField]]:
        """(risk class, how many objects, weight), for the table."""
        for place, (risk, size) in enumerate(self._risks):
            yield risk or UNRATED, size, self[f"weight_{place}"]

    def rule(self) -> Rule:
        """What was filled in. A rate is kept in whole parts of ten thousand."""
        data = self.cleaned_data
        return Rule(
            strata={
                stratum: StratumRule(
                    rate=int((data[f"rate_{place}"] or Decimal(0)) * 100), number=data[f"number_{place}"] or 0
                )
                for place, (stratum, _) in enumerate(self._strata)
            },
            weights={risk: data[f"weight_{place}"] for place, (risk, _) in enumerate(self._risks)},
            per_body=data["per_body"],
        )

    def source(self) -> Source:
        data = self.cleaned_data
        kind = SourceKind(data["kind"])
        if kind is SourceKind.COMMITMENT:
            return Source(kind, data["given_at"])
        return Source(kind, data["given_at"], data["name"].strip(), data["where"].strip(), data["reading"].strip())


class CommitForm(Form):
    """A value to commit to, or a commitment made elsewhere."""

    value = forms.CharField(
        label="随机数",
        required=False,
        max_length=200,
        help_text="随便写一串别人猜不到的数字或字。系统配上盐值算出承诺，只保存承诺，不保存随机数。",
    )
    commitment = forms.CharField(
        label="或者：自己算好的承诺",
        required=False,
        max_length=100,
        help_text="64 位十六进制数，即“随机数,盐值”（中间是英文逗号）的 SHA-256。不愿把随机数交给系统的，用这一项。",
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not self.errors and bool(data.get("value", "").strip()) == bool(data.get("commitment", "").strip()):
            self.add_error("value", "请填写随机数，或者填写自己算好的承诺，两项填一项。")
        return data


class RevealForm(Form):
    """The value and the salt behind one's commitment."""

    value = forms.CharField(label="随机数", max_length=300)
    salt = forms.CharField(label="盐值", max_length=300, help_text="提交承诺时回执上的盐值。")


class RandomnessForm(Form):
    """The public figure and where it was published."""

    value = forms.CharField(label="随机数", max_length=300, help_text="照公布的原文填写，按名单公布时说明的写法。")
    address = forms.CharField(label="公布的网址", max_length=500, help_text="任何人按这个网址都能查到这个数。")


class CancelForm(Form):
    """Why a draw ends without a result."""

    reason = forms.CharField(
        label="终止原因",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="名单已经公布的，原因将向社会公布。",
    )


class ReplaceForm(Form):
    """Who falls out of one row of the result, and why."""

    who = forms.ChoiceField(label="替换谁", widget=forms.RadioSelect)
    ground = forms.ChoiceField(label="原因", help_text="原因随结果公布。")
    note = forms.CharField(
        label="说明",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="写明情况和同意人。只在内部留存，不公布。",
    )

    def __init__(self, *args: Any, row: Drawn, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        who, ground = self.fields["who"], self.fields["ground"]
        assert isinstance(who, forms.ChoiceField)
        assert isinstance(ground, forms.ChoiceField)
        who.choices = [("object", f"检查对象：{row.object.name}，由同层下一顺位替补")]
        for officer in row.officers:
            named = f"{officer.name}（{officer.card}，{officer.body}）"
            who.choices.append((f"seat:{officer.id}", f"执法人员：{named}，只换这一户"))
            who.choices.append((f"officer:{officer.id}", f"执法人员：{named}，退出本次全部检查"))
        who.widget.choices = who.choices
        ground.choices = [
            ("", "请选择原因"),
            ("检查对象", [(f"object:{value}", label) for value, label in ObjectGround.choices]),
            ("执法人员", [(f"officer:{value}", label) for value, label in OfficerGround.choices]),
        ]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        who, ground = data.get("who", ""), data.get("ground", "")
        if who and ground and (who == "object") != ground.startswith("object:"):
            self.add_error("ground", "原因与替换的对象不一致，请按检查对象或执法人员选择。")
        return data
