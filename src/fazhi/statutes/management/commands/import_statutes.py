"""`fazhi statutes import FOLDER`: brings a folder of statute files into the library."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from fazhi import clock
from fazhi.statutes.importing import Outcome, import_folder
from fazhi.statutes.refusals import Refused


class Command(BaseCommand):
    help = "导入法规：文件夹里每个“法名(年-月-日).md”是一部法的一个版本"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", metavar="文件夹", type=Path)
        parser.add_argument("--replace", action="store_true", help="覆盖库中同一版本的文字")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            report = import_folder(
                folder=options["folder"], actor=None, at=clock.now(), replace=bool(options["replace"])
            )
        except Refused as refused:
            raise CommandError(refused.say) from refused
        for line in report.lines:
            if line.outcome is not Outcome.UNCHANGED or options["verbosity"] > 1:
                self.stdout.write(f"{line.outcome.label}　{line.source}　{line.say}")
            for remark in line.remarks:
                self.stdout.write(f"　　提示　{line.source}　{remark}")
        if not report.done:
            raise CommandError(str(report))
        self.stdout.write(str(report))
