"""`fazhi sample`: loads the sample district into a site that has no data yet."""

from typing import Any

from django.core.management.base import BaseCommand

from fazhi import clock
from fazhi.sample import load, logins


class Command(BaseCommand):
    help = "装载样例区（已有辖区时不改动任何数据）"

    def handle(self, *args: Any, **options: Any) -> None:
        if not load.is_wanted():
            self.stdout.write("已有辖区数据，未装载样例。")
        else:
            load.load_and_sign(now=clock.now(), tell=self.stdout.write)
        self.stdout.write(logins.table())
