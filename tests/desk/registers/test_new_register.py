"""A new register takes a YAML file and nothing else: list, form, history, past days, public page, import sheet."""

from collections.abc import Callable
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from fazhi.government.actors import Actor
from fazhi.procedures.registers import library
from fazhi.registers.models import Entry
from tests.conftest import District

Enter = Callable[[Actor], Client]
WELLS = """
id: wells
title: 消防取水点名录
entry: 取水点
family: 应急
about: 各街道可供消防取水的井、河岸和水池，谁管、能不能用。
kept_by: unit
sources: [清和区消防取水点管理办法]
fields:
  number: {title: 编号, type: text}
  place: {title: 位置, type: text}
  kind: {title: 种类, type: choice, options: {well: 水井, bank: 河岸, pool: 水池}}
  body: {title: 管理单位, type: organization}
  depth: {title: 水深, type: number, unit: 米, least: 0}
  usable: {title: 冬季可用, type: boolean}
  checked_on: {title: 检查日期, type: date}
  keeper_phone: {title: 看护人电话, type: text, format: phone, personal: true}
  remark: {title: 内部备注, type: long_text}
required: [number, place, kind, body]
key: [number]
named_by: place
organization: body
counted: [kind]
rules:
  deep_enough:
    that: "depth == null || depth >= 1"
    say: 水深不足1米的不能作为取水点，请核对。
    sources: [清和区消防取水点管理办法]
list:
  columns: [number, place, kind, body, checked_on]
  filters: [kind, body]
  order: number
publish:
  title: 公开消防取水点
  sources: [清和区消防取水点管理办法]
  fields: [number, place, kind, usable]
"""
TYPED = {
    "f.number": "Q-01", "f.place": "东街老井", "f.kind": "well", "f.depth": "6", "f.usable": "true",
    "f.checked_on": "2026-02-20", "f.keeper_phone": "13800000001", "f.remark": "钥匙在居委会",
    "reason": "普查登记", "document": "", "since": "2026-03-01",
}  # fmt: skip


@pytest.fixture
def small_shelf(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path) -> None:
    """A folder with the one new file in the place of the catalog's."""
    folder = tmp_path / "registers"
    folder.mkdir()
    (folder / "wells.yaml").write_text(WELLS, encoding="utf-8")
    shelf = library.load_shelf(folder)
    monkeypatch.setattr(library, "shelf", lambda: shelf)
    settings.HOME = tmp_path


def test_one_file_makes_a_register(sign_in: Enter, street_handler: Actor, district: District, at: datetime) -> None:
    client, typed = sign_in(street_handler), TYPED | {"f.body": str(district.street.pk)}
    assert "消防取水点名录" in client.get("/registers/").content.decode()
    assert "还没有取水点" in client.get("/registers/wells/").content.decode()
    refused = client.post("/registers/wells/add/", typed | {"f.depth": "0"})
    assert refused.status_code == 422
    assert "水深不足1米" in refused.content.decode()
    assert client.post("/registers/wells/add/", typed).status_code == 302
    entry = Entry.objects.get()
    amended = {"seq": "1", "f.place": "东街公园老井", "since": "2026-03-02"}
    assert client.post(f"/registers/wells/{entry.pk}/amend/", typed | amended).status_code == 302

    listed = client.get("/registers/wells/?f_kind=well&f_usable=yes").content.decode()
    assert "东街公园老井" in listed
    assert "东街公园老井" not in client.get("/registers/wells/?f_usable=no").content.decode()
    then = client.get("/registers/wells/?on=2026-03-01").content.decode()
    assert "东街老井" in then
    assert "东街公园老井" not in then
    page = client.get(f"/registers/wells/{entry.pk}/").content.decode()
    assert "东街老井</del>" in page
    assert "138****0001" in page

    public = Client().get("/open/registers/wells/").content.decode()
    assert "东街公园老井" in public
    shown = Client().get(f"/open/registers/wells/{entry.pk}/").content.decode()
    assert "水井" in shown
    assert [word for word in ("钥匙在居委会", "138", "普查登记") if word in shown] == []
    assert "Q-01,东街公园老井,水井" in Client().get("/open/registers/wells/data.csv").content.decode()

    sheet = load_workbook(BytesIO(client.get("/registers/wells/import/template/").content)).worksheets[0]
    heads = {str(cell.value).rstrip("*＊ ") for row in sheet.iter_rows(max_row=5) for cell in row if cell.value}
    assert {"编号", "位置", "种类", "管理单位"} <= heads
    out = client.get("/registers/wells/?export=xlsx")
    assert "东街公园老井" in {cell for row in load_workbook(BytesIO(out.content)).worksheets[0].values for cell in row}
