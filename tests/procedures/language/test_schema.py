"""The JSON Schema that editors use is the grammar's own, with a Chinese title on every key."""

from fazhi.catalog.loading import catalog_path
from fazhi.cli import main
from fazhi.procedures.language.schema import schema, schema_text


def test_committed_schema_is_current():
    committed = catalog_path("procedures", "schema.json").read_text(encoding="utf-8")
    assert committed == schema_text(), "请运行 fazhi catalog schema > src/fazhi/catalog/procedures/schema.json"


def test_command_prints_the_schema(capsys):
    assert main(["catalog", "schema"]) == 0
    assert capsys.readouterr().out == schema_text()
    assert main(["catalog", "schema", "all"]) == 2


def test_every_key_has_a_chinese_title():
    made = schema()
    parts = {"Definition": made, **made["$defs"]}
    assert [
        f"{name}.{key}"
        for name, part in parts.items()
        for key, described in part.get("properties", {}).items()
        if not any("\u4e00" <= char <= "\u9fff" for char in described["title"])
    ] == []
