"""`fazhi simulate`: plausible cases of every procedure, taken through the engine in the sample district."""

import time as clock_of_the_machine
from argparse import ArgumentParser
from datetime import date, datetime, time
from typing import Any

from django.core.management import CommandError
from django.core.management.base import BaseCommand
from django.utils import timezone

from fazhi import clock
from fazhi.catalog.sample_district import SampleDistrict
from fazhi.catalog.sample_files import load_sample_file
from fazhi.catalog.sample_simulation import SampleSimulation
from fazhi.government.models import Jurisdiction
from fazhi.procedures.language.library import library
from fazhi.simulation.running import simulate
from fazhi.simulation.stage import Stage

SAMPLE_CODES = "99"
"""No real place has a division code that begins so."""


class Command(BaseCommand):
    help = "在示例区模拟各类案件（只用于示例区，不会写入真实辖区）"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--cases", type=int, default=1000, help="案件数，默认 1000")
        parser.add_argument("--seed", type=int, default=1, help="随机种子，同一种子得到同样的案件")
        parser.add_argument("--until", default="", help="模拟到哪一天为止，如 2026-03-02，默认到现在")

    def handle(self, *args: Any, **options: Any) -> None:
        if not 1 <= options["cases"] <= 1_000_000:
            raise CommandError("案件数应在 1 到 1000000 之间。")
        district = load_sample_file("district", SampleDistrict).value
        jurisdiction = Jurisdiction.objects.filter(code=district.home, code__startswith=SAMPLE_CODES).first()
        if jurisdiction is None:
            raise CommandError("没有示例区，模拟案件不写入真实辖区。请在一个新的数据目录中先运行 fazhi sample。")
        until = _until(options["until"])
        stage = Stage(
            jurisdiction=jurisdiction,
            keys={unit.name: unit.key for unit in district.organizations},
            on=until.date(),
        )
        procedures = library()
        begun = clock_of_the_machine.perf_counter()
        report = simulate(
            stage=stage,
            habits=load_sample_file("simulation", SampleSimulation).value,
            library=procedures,
            count=options["cases"],
            seed=options["seed"],
            until=until,
            tell=self._say,
        )
        seconds = clock_of_the_machine.perf_counter() - begun
        titles = {definition.id: definition.title for definition in procedures.latest()}
        for line in report.lines(titles):
            self._say(line)
        self._say(f"用时 {seconds:.1f} 秒，每秒 {report.acts.total() / seconds:.0f} 条办理记录")

    def _say(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()


def _until(text: str) -> datetime:
    now = clock.now()
    if not text:
        return now
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise CommandError(f"日期“{text}”不认识，请写成 2026-03-02 的形式。") from None
    if day > now.date():
        raise CommandError("只能模拟到今天为止。")
    end = timezone.make_aware(datetime.combine(day, time(18)))
    return min(end, now)
