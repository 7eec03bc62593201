"""What a simulation did, counted."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from fazhi.procedures.language.basis import Breach


@dataclass
class Report:
    """Counts of one run. ``refused`` are attempts that were to be refused and were: nothing of them is written."""

    cases: Counter[str] = field(default_factory=Counter)
    acts: Counter[str] = field(default_factory=Counter)
    closed: Counter[str] = field(default_factory=Counter)
    findings: Counter[Breach] = field(default_factory=Counter)
    refused: int = 0
    corrected: int = 0
    entered_later: int = 0
    improvised: int = 0
    stuck: list[str] = field(default_factory=list)
    """Numbers of cases in which nothing more could be done though they were open: there should be none."""

    @property
    def late(self) -> int:
        """Acts that came after a limit."""
        return self.findings[Breach.LATE]

    def lines(self, titles: dict[str, str]) -> list[str]:
        """The summary in Chinese, one line each; ``titles`` names the procedures."""
        open_cases = self.cases.total() - self.closed.total()
        told = [
            f"案件 {self.cases.total()} 件（已办结 {self.closed.total()} 件，在办 {open_cases} 件），"
            f"办理记录 {self.acts.total()} 条",
            f"被程序拒绝的尝试 {self.refused} 次（未写入），更正 {self.corrected} 条，隔日补录 {self.entered_later} 条",
            "监督发现："
            + "、".join(f"{breach.label} {self.findings[breach]} 项" for breach in (Breach.LATE, Breach.DEFECT)),
        ]
        told += [
            f"  {titles.get(name, name)}：{self.cases[name]} 件，办结 {self.closed[name]} 件，"
            f"办理记录 {self.acts[name]} 条"
            for name in sorted(self.cases)
        ]
        if self.stuck:
            told.append(f"无法继续办理的案件 {len(self.stuck)} 件，请报告：{'、'.join(self.stuck[:10])}")
        return told
