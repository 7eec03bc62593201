"""The side navigation: groups and entries, each shown only to people who may open it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse

from fazhi.government import permissions
from fazhi.government.actors import Actor
from fazhi.government.permissions import Permission


@dataclass(frozen=True)
class Entry:
    """A page in the navigation; `permission` as pages take it: several mean any of them, none means everybody."""

    title: str
    url_name: str
    icon: str
    permission: tuple[Permission, ...] = ()


@dataclass(frozen=True)
class Group:
    title: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Link:
    """An entry as the template shows it."""

    title: str
    url: str
    icon: str
    current: bool


GROUPS = (
    Group("工作台", (Entry("我的待办", "desk:home", "inbox"),)),
    Group(
        "案件办理",
        (
            Entry("立案登记", "desk:cases:new", "plus", (permissions.CASE_WORK,)),
            Entry("案件", "desk:cases:list", "folder", (permissions.CASE_VIEW,)),
            Entry("监督发现", "desk:cases:findings", "warn", (permissions.CASE_VIEW,)),
            Entry("程序参数", "desk:cases:parameters", "scale", (permissions.PARAMETER_SET, permissions.CASE_VIEW)),
        ),
    ),
    Group(
        "规划任务",
        (
            Entry("规划计划", "desk:plans:list", "book", (permissions.TASK_VIEW,)),
            Entry("任务看板", "desk:plans:board", "board", (permissions.TASK_VIEW,)),
            Entry("我的任务", "desk:plans:mine", "tick", (permissions.TASK_REPORT, permissions.TASK_REVIEW)),
            Entry("任务导入", "desk:plans:intakes", "import", (permissions.PLAN_IMPORT,)),
        ),
    ),
    Group(
        "督办监督",
        (
            Entry("督办事项", "desk:supervision:followups", "bell", (permissions.FOLLOWUP_VIEW,)),
            Entry(
                "月度报告",
                "desk:supervision:monthly",
                "calendar",
                (permissions.MONTHLY_MANAGE, permissions.MONTHLY_REPORT),
            ),
            Entry("问题台账", "desk:supervision:problems", "flag", (permissions.PROBLEM_VIEW,)),
            Entry("督查通报", "desk:supervision:bulletins", "megaphone", (permissions.FOLLOWUP_VIEW,)),
        ),
    ),
    Group(
        "清单检查",
        (
            Entry("清单台账", "desk:registers:home", "board", (permissions.REGISTER_VIEW,)),
            Entry("行政检查", "desk:inspections:home", "flag", (permissions.CASE_VIEW,)),
            Entry("双随机抽取", "desk:inspections:draws", "scale", (permissions.DRAW_VIEW,)),
            Entry("考试", "desk:exams:home", "tick", (permissions.EXAM_SIT,)),
        ),
    ),
    Group(
        "数据报告",
        (
            Entry("数据", "desk:figures:home", "chart", (permissions.FIGURE_VIEW,)),
            Entry("年度报告", "desk:reports:home", "report", (permissions.REPORT_VIEW,)),
            Entry("统计报表", "desk:returns:home", "table", (permissions.REPORT_VIEW,)),
            Entry("报告核对", "desk:scrutiny:home", "check", (permissions.REPORT_VIEW,)),
            Entry("考核", "desk:assessment:home", "medal", (permissions.ASSESS_VIEW,)),
        ),
    ),
    Group(
        "公开服务",
        (
            Entry("群众来件", "desk:intake:home", "inbox", (permissions.INTAKE_VIEW,)),
            Entry("公开事项", "desk:publishing:home", "megaphone", (permissions.NOTICE_VIEW,)),
            Entry("征求意见", "desk:consultations:home", "people", (permissions.CONSULT_VIEW,)),
        ),
    ),
    Group(
        "依据",
        (Entry("法规库", "desk:statutes:list", "book"), Entry("办事流程图", "desk:procedures", "flow")),
    ),
    Group(
        "机构人员",
        (
            Entry("单位", "desk:organizations", "building"),
            Entry("人员", "desk:people", "people"),
            Entry("管理日志", "desk:records", "log", (permissions.RECORD_READ,)),
        ),
    ),
)


def links_for(actor: Actor, path: str) -> list[tuple[str, list[Link]]]:
    """The groups that this person sees, with the entry current whose address the path lies under.

    Entries whose page is not there (a module that is switched off) are left out, and so are empty groups.
    """
    shown = [(group.title, _entries(group.entries, actor)) for group in GROUPS]
    addresses = [url for _, entries in shown for _, url in entries if path == url or (url != "/" and _under(path, url))]
    current = max(addresses, key=len, default="")
    return [
        (title, [Link(entry.title, url, entry.icon, url == current) for entry, url in entries])
        for title, entries in shown
        if entries
    ]


def _entries(entries: Sequence[Entry], actor: Actor) -> list[tuple[Entry, str]]:
    found = []
    for entry in entries:
        if entry.permission and not any(permissions.may(actor, each) for each in entry.permission):
            continue
        try:
            found.append((entry, reverse(entry.url_name)))
        except NoReverseMatch:
            continue
    return found


def _under(path: str, url: str) -> bool:
    return path.startswith(url if url.endswith("/") else f"{url}/")
