"""A drawn file drawn again: by the command's own code, and by the script in a bare Python."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fazhi.inspections.drawing import poolfile, resultfile
from fazhi.inspections.drawing.model import CannotDraw, Part, Withdrawal
from fazhi.inspections.drawing.poolfile import digests_of
from fazhi.inspections.drawing.replaying import replay
from fazhi.inspections.drawing.script import replay_script
from fazhi.inspections.drawing.seeds import commitment_of, committed_text, one_line
from fazhi.record.canonical import canonical
from tests.inspections.drawing.pools import ITEMS, JOINT, PART, Drawn, drawn, frozen, pool

FIRST = drawn()
OBJECT, OTHER = FIRST.result[1].object, FIRST.result[3]
WITHDRAWN = (
    Withdrawal(object=OBJECT, ground="已停业"),
    Withdrawal(object=OTHER.object, officer=OTHER.officers[0], ground="回避"),
    Withdrawal(officer="004", ground="调离"),
)
AFTER = drawn(withdrawals=WITHDRAWN)
COMMITTED = drawn(part=Part(committed_text("8848", "盐"), "程班", commitment_of("8848", "盐")))


@pytest.fixture(scope="session")
def script(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The script as a citizen has it: in a folder of its own."""
    path = tmp_path_factory.mktemp("script") / "replay.py"
    path.write_text(replay_script(), "utf-8")
    return path


def bare(script: Path, data: bytes, *more: str) -> tuple[int, str]:
    """Runs the script in a Python that sees neither this package nor any other."""
    file = script.with_name("result.json")
    file.write_bytes(data)
    command = [sys.executable, "-I", "-S", "-X", "utf8", str(script), str(file), *more]
    ran = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=60, check=False)
    assert ran.stderr == ""
    return ran.returncode, ran.stdout.strip()


@pytest.mark.parametrize(
    "one", [FIRST, AFTER, COMMITTED, drawn(frozen(items=JOINT))], ids=["plain", "replaced", "committed", "joint"]
)
def test_a_drawn_file_replays(one: Drawn, script: Path) -> None:
    verdict = replay(one.file)
    assert (verdict.agrees, verdict.say) == (True, "重新抽取的结果与文件逐项相同。")
    assert bare(script, one.file) == (0, "一致：重新抽取的结果与文件逐项相同")


@settings(max_examples=25, deadline=None)
@given(data=st.data(), objects=st.integers(20, 60), officers=st.integers(4, 8), joint=st.booleans())
def test_script_and_package_agree_whatever_fell_out(
    data: st.DataObject, objects: int, officers: int, joint: bool
) -> None:
    of = frozen(pool(objects, officers, joint=joint), JOINT if joint else ITEMS)
    events: list[Withdrawal] = []
    one = drawn(of)
    for _ in range(data.draw(st.integers(0, 5))):
        place = data.draw(st.sampled_from(one.result))
        kind = data.draw(st.sampled_from(["object", "seat", "officer"]))
        officer = "" if kind == "object" else data.draw(st.sampled_from(place.officers))
        events.append(Withdrawal("" if kind == "officer" else place.object, officer))
        try:
            one = drawn(of, events)
        except CannotDraw:
            return  # the pool ran out of officers: nothing to publish
    assert replay(one.file).agrees
    assert loaded_script()(json.loads(one.file)) == ""


def loaded_script() -> Callable[..., str]:
    """The script's own function, for many quick comparisons in this process."""
    names: dict[str, Any] = {"__name__": "replay"}
    exec(compile(replay_script(), "replay.py", "exec"), names)
    function: Callable[..., str] = names["replay"]
    return function


def tampered(one: Drawn, change: Callable[[dict[str, Any]], None]) -> bytes:
    document = json.loads(one.file)
    change(document)
    return canonical(document)


def rename(document: dict[str, Any]) -> None:
    document["pool"]["objects"][0]["name"] = "改过的名字"


def drop_quietly(document: dict[str, Any]) -> None:
    """Takes an object out and states the digest of what is left."""
    del document["pool"]["objects"][5]
    document["pool_sha256"] = digests_of(canonical(document["pool"])).sha256
    document["pool_sm3"] = digests_of(canonical(document["pool"])).sm3


def other_chance(document: dict[str, Any]) -> None:
    document["parts"][0]["text"] = "3412.67"


def other_seed(document: dict[str, Any]) -> None:
    document["seed"] = "0" * 64


def swap_object(document: dict[str, Any]) -> None:
    document["result"][2]["object"] = "Q0059"


def swap_officer(document: dict[str, Any]) -> None:
    document["result"][0]["officers"].reverse()


def shorten(document: dict[str, Any]) -> None:
    document["result"].pop()


def forget_event(document: dict[str, Any]) -> None:
    document["events"].pop(0)


def false_reveal(document: dict[str, Any]) -> None:
    document["parts"][0]["text"] = committed_text("8849", "盐")


def lighter(document: dict[str, Any]) -> None:
    document["pool"]["rule"]["weights"]["D"] = 1


TAMPERED: list[tuple[Drawn, Callable[[dict[str, Any]], None], str, str]] = [
    (FIRST, rename, "名单摘要（SHA-256）不符：", "不一致：名单摘要不符："),
    (FIRST, lighter, "名单摘要（SHA-256）不符：", "不一致：名单摘要不符："),
    (FIRST, drop_quietly, "种子不符：", "不一致：种子不符："),
    (FIRST, other_chance, "种子不符：", "不一致：种子不符："),
    (FIRST, other_seed, "种子不符：", "不一致：种子不符："),
    (FIRST, swap_object, "结果第 3 项不符：", "不一致：结果第 3 项不符"),
    (FIRST, swap_officer, "结果第 1 项不符：", "不一致：结果第 1 项不符"),
    (FIRST, shorten, "结果第 7 项不符：文件写“没有这一项”", "不一致：结果第 7 项不符"),
    (AFTER, forget_event, "结果第 ", "不一致：结果第 "),
    (COMMITTED, false_reveal, "程班公开的随机数“8849,盐”与其事先的承诺不符。", "不一致：没有随机数，或公开的随机数"),
]  # fmt: skip


@pytest.mark.parametrize(("one", "change", "say", "script_says"), TAMPERED, ids=[each[1].__name__ for each in TAMPERED])
def test_a_tampered_file_is_found_out(
    one: Drawn, change: Callable[[dict[str, Any]], None], say: str, script_says: str, script: Path
) -> None:
    data = tampered(one, change)
    verdict = replay(data)
    assert not verdict.agrees
    assert verdict.say.startswith(say)
    code, said = bare(script, data)
    assert code == 1
    assert said.startswith(script_says)


def test_a_pool_other_than_the_announced_is_found_even_where_the_file_agrees_with_itself(script: Path) -> None:
    announced = digests_of(poolfile.write(FIRST.frozen))
    other = drawn(frozen(pool(59)))
    assert replay(FIRST.file, announced.sha256.upper()).agrees
    assert replay(FIRST.file, announced.sm3).agrees
    assert bare(script, FIRST.file, announced.sha256)[0] == 0
    assert replay(other.file).agrees
    assert replay(other.file, announced.sha256).say.startswith("文件中的名单不是抽取前公布的名单：")
    assert bare(script, other.file, announced.sha256)[0] == 1


@pytest.mark.parametrize("place", ["pool", "seed", "parts", "result", "events", "pool_sha256"])
def test_a_file_with_a_part_missing_is_no_result(place: str, script: Path) -> None:
    data = tampered(FIRST, lambda document: document.pop(place))
    assert replay(data).say == f"结果文件缺少“{place}”。"
    assert bare(script, data)[0] == 1


@settings(max_examples=80, deadline=None)
@given(data=st.data())
def test_whatever_stands_in_a_file_gets_an_answer(data: st.DataObject) -> None:
    document = json.loads(FIRST.file)
    holders: list[Any] = [document]
    for each in holders:
        holders += [
            value for value in (each.values() if isinstance(each, dict) else each) if isinstance(value, dict | list)
        ]
    holder = data.draw(st.sampled_from([each for each in holders if each]))
    key = data.draw(st.sampled_from(list(holder) if isinstance(holder, dict) else range(len(holder))))
    was = holder[key]
    holder[key] = data.draw(st.sampled_from([None, 0, -1, "x", [], {}, [1], {"a": 1}, True, 10**9]))
    assert replay(canonical(document)).agrees == (holder[key] == was and type(holder[key]) is type(was))


@pytest.mark.parametrize(
    ("data", "say"),
    [
        (b"", "结果文件不是规范的 JSON："),
        (b"[]", "结果文件不是规范的 JSON：不是一个 JSON 对象。"),
        (b"{}", "这不是双随机抽取的结果文件。"),
        (b'{"format":"fazhi-draw-result-1"}', "结果文件缺少“pool”。"),
        (json.dumps(json.loads(FIRST.file), ensure_ascii=False).encode(), "结果文件不是规范的 JSON："),
    ],
)
def test_what_is_no_result_file_is_said_to_be_none(data: bytes, say: str) -> None:
    assert replay(data).say.startswith(say)


def test_the_result_file_holds_the_pool_as_it_was_frozen() -> None:
    data = poolfile.write(FIRST.frozen)
    assert data in FIRST.file
    read = resultfile.read(FIRST.file)
    assert read.digested == read.digests == digests_of(data)
    assert read.parts == (PART,)
    assert poolfile.write(read.frozen) == data
    assert canonical(json.loads(FIRST.file)) == FIRST.file


def test_reasons_of_recusal_are_not_in_the_published_file() -> None:
    data = poolfile.write(FIRST.frozen)
    assert "近亲属" not in data.decode()
    assert "近亲属" in poolfile.write_reasons(FIRST.frozen.pool.recusals).decode()


@pytest.mark.parametrize("text", ["", "  ", "x" * 301])
def test_chance_is_one_line_of_text(text: str) -> None:
    with pytest.raises(CannotDraw):
        one_line(text)
    assert one_line(" 03  08\n12 ") == "03 08 12"
