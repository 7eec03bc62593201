from fazhi.exams.models.candidate import UNSTAFFED, Candidate, Staffing
from fazhi.exams.models.exam import Exam, ExamQuestion, ExamState, Mode, PaperKind, Purpose
from fazhi.exams.models.result import Certificate, Objection, Result, ResultReason, VoidedQuestion
from fazhi.exams.models.sitting import Answer, Ending, Sitting
from fazhi.exams.models.training import Attendance, Training, TrainingThreshold

__all__ = [
    "UNSTAFFED",
    "Answer",
    "Attendance",
    "Candidate",
    "Certificate",
    "Ending",
    "Exam",
    "ExamQuestion",
    "ExamState",
    "Mode",
    "Objection",
    "PaperKind",
    "Purpose",
    "Result",
    "ResultReason",
    "Sitting",
    "Staffing",
    "Training",
    "TrainingThreshold",
    "VoidedQuestion",
]
