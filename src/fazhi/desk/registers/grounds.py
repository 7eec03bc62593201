"""What every change is asked for: why, under which document, from which day on; or into which draft 拟调整 it goes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.http import QueryDict

from fazhi.desk.fields import read_date
from fazhi.desk.fieldwork.inputs import Chance, Input
from fazhi.registers.models import Draft

NEW = "new"


class Ground:
    """The lower part of every form that changes a register directly."""

    def __init__(self, *, post: QueryDict | None, today: date) -> None:
        source = post if post is not None else QueryDict()
        hint = "文件名称和文号；没有文件的可以不填"
        self.reason = Input("reason", "事由", "text", source.get("reason", ""), required=True, is_wide=True)
        self.document = Input("document", "依据文件", "text", source.get("document", ""), hint=hint)
        self.since = Input(
            "since", "施行日期", "date", source.get("since", today.isoformat()), required=True,
            hint="自这一天起生效；可以是以后的日期，到时自动生效",
        )  # fmt: skip
        self.inputs = [self.reason, self.document, self.since]
        self.complaints: list[tuple[str, str]] = []

    def read(self) -> tuple[str, str, date] | None:
        """Reason, document and day; None, with complaints, where they cannot be read."""
        reason, document = self.reason.value.strip(), self.document.value.strip()
        if not reason:
            self.complain("请填写事由。", "reason")
        if len(reason) > 500:
            self.complain(f"事由有{len(reason)}字，请不要超过500字。", "reason")
        if len(document) > 300:
            self.complain(f"依据文件有{len(document)}字，请不要超过300字。", "document")
        since = read_date(self.since.value)
        if since is None:
            self.complain("请填写施行日期，如 2026-03-02。", "since")
        return None if self.complaints or since is None else (reason, document, since)

    def complain(self, say: str, name: str = "") -> bool:
        """Whether the sentence belongs to an input of this part; it is then shown there and on top."""
        found = next((each for each in self.inputs if each.name == name), None)
        if found is not None:
            found.errors.append(say)
        self.complaints.append((say, found.id if found else ""))
        return found is not None


class IntoDraft:
    """The same for a register that only a procedure changes: the change waits in a draft until it is approved."""

    def __init__(self, *, drafts: Sequence[Draft], title: str, post: QueryDict | None, asked: str = "") -> None:
        source = post if post is not None else QueryDict()
        first = str(drafts[0].pk) if drafts else NEW
        chosen = source.get("draft", asked or first)
        self.drafts = {str(each.pk): each for each in drafts}
        self.draft = Input("draft", "放入哪份拟调整", "radios", chosen, required=True, is_wide=True)
        self.draft.chances = [Chance(pk, each.title, pk == chosen) for pk, each in self.drafts.items()]
        self.draft.chances.append(Chance(NEW, "新建一份", chosen == NEW))
        hint = "新建时填写，如“2026年第一批权责清单调整”"
        self.title = Input(
            "draft_title", "拟调整名称", "text", source.get("draft_title", title), hint=hint, is_wide=True
        )
        self.inputs = [self.draft, self.title] if drafts else [self.title]
        self.complaints: list[tuple[str, str]] = []

    def read(self) -> Draft | str | None:
        """The draft that was chosen, or the title of a new one; None, with complaints, for neither."""
        if self.draft.value in self.drafts:
            return self.drafts[self.draft.value]
        title = self.title.value.strip()
        if not title:
            self.complain("请填写拟调整名称。", "draft_title")
        elif len(title) > 200:
            self.complain(f"拟调整名称有{len(title)}字，请不要超过200字。", "draft_title")
        else:
            return str(title)
        return None

    def complain(self, say: str, name: str = "") -> bool:
        """As `Ground.complain`."""
        found = next((each for each in self.inputs if each.name == name), None)
        if found is not None:
            found.errors.append(say)
        self.complaints.append((say, found.id if found else ""))
        return found is not None
