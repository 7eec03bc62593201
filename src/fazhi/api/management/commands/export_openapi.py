"""`fazhi manage export_openapi`: writes the description of the interface, or checks that the kept one is current."""

import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from fazhi.api.site import api

KEPT = Path(settings.BASE_DIR) / "docs" / "openapi.json"


def description() -> str:
    """The description as the file holds it."""
    schema = api.get_openapi_schema(path_prefix="/api/v1/")
    return json.dumps(schema, ensure_ascii=False, indent=1, default=str) + "\n"


class Command(BaseCommand):
    help = "输出数据接口的 OpenAPI 说明（docs/openapi.json）"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="文件", nargs="?", type=Path, default=KEPT, help="默认 docs/openapi.json")
        parser.add_argument("--check", action="store_true", help="只核对文件是否与程序一致，不一致则以 1 退出")

    def handle(self, *args: Any, **options: Any) -> None:
        file: Path = options["file"]
        if not options["check"]:
            file.write_text(description(), encoding="utf-8")
            self.stdout.write(f"已写入 {file}")
        elif not file.exists() or file.read_text(encoding="utf-8") != description():
            raise CommandError(f"{file} 与程序不一致，请运行 fazhi manage export_openapi 并提交。")
