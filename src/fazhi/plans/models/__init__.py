from fazhi.plans.models.bulletin import Bulletin
from fazhi.plans.models.followup import FollowUp, FollowUpEntry, FollowUpNode, Reminder
from fazhi.plans.models.intake import Intake
from fazhi.plans.models.monthly import MonthlyReminder, MonthlyReply, MonthlyReport, MonthlyRound
from fazhi.plans.models.numbering import NumberSeries
from fazhi.plans.models.plan import Plan, Target, Task, TaskDeadline, TaskPeriod, TaskUnit
from fazhi.plans.models.problem import Problem, ProblemEntry
from fazhi.plans.models.progress import Entry

__all__ = [
    "Bulletin",
    "Entry",
    "FollowUp",
    "FollowUpEntry",
    "FollowUpNode",
    "Intake",
    "MonthlyReminder",
    "MonthlyReply",
    "MonthlyReport",
    "MonthlyRound",
    "NumberSeries",
    "Plan",
    "Problem",
    "ProblemEntry",
    "Reminder",
    "Target",
    "Task",
    "TaskDeadline",
    "TaskPeriod",
    "TaskUnit",
]
