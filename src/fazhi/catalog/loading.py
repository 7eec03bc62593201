"""Reads one catalog file into a frozen pydantic model, or says in Chinese which line is wrong and how to mend it.

Catalog files are written by officials, not by programmers. Three choices follow from that: ``on``, ``yes`` and ``012``
stay text (plain YAML 1.1 would turn them into a truth value and an octal number), a key given twice is refused (plain
YAML keeps the last and drops the first in silence), and anchors are refused (a line would then speak for two places).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError

from fazhi.catalog.messages import explain_schema_error, explain_yaml_error

Place = tuple[str | int, ...]


class CatalogModel(BaseModel):
    """Base of every catalog schema: unknown keys are refused, types are not guessed, values cannot change."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


Model = TypeVar("Model", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class CatalogProblem:
    """One thing wrong with a catalog file. ``str()`` is the sentence shown to people."""

    file: str
    line: int | None
    field: str
    wrong: str
    mend: str

    def __str__(self) -> str:
        line = f"第 {self.line} 行" if self.line else ""
        place = " ".join(part for part in (self.file, line, self.field) if part)
        return f"{place}：{self.wrong}。{self.mend}。"


class CatalogError(Exception):
    """A catalog file cannot be used. Carries every problem found, file by file in the order of their lines."""

    def __init__(self, problems: list[CatalogProblem]) -> None:
        self.problems = tuple(sorted(problems, key=lambda problem: (problem.file, problem.line or 0)))
        super().__init__("\n".join(str(problem) for problem in self.problems))


@dataclass(frozen=True, slots=True)
class Located(Generic[Model]):
    """A loaded file together with the line each of its values stands on, for checks that span several files."""

    value: Model
    file: str
    lines: dict[Place, int]

    def problem(self, place: Place, wrong: str, mend: str) -> CatalogProblem:
        return CatalogProblem(self.file, _line_of(self.lines, place), format_place(place), wrong, mend)


def catalog_path(*parts: str) -> Path:
    """Path of a file or folder inside the installed catalog."""
    return Path(__file__).parent.joinpath(*parts)


def refuse(wrong: str, mend: str, at: Place = ()) -> PydanticCustomError:
    """The error a model's validator raises. ``at`` leads from the validated object to the value to blame."""
    return PydanticCustomError("catalog", "{wrong}", {"wrong": wrong, "mend": mend, "at": list(at)})


def load_yaml(path: Path, model: type[Model]) -> Model:
    """Reads ``path`` and validates it. Raises CatalogError with all problems found."""
    return load_located(path, model).value


def load_located(path: Path, model: type[Model]) -> Located[Model]:
    """Like load_yaml, keeping the line numbers. Raises CatalogError."""
    file = _display_name(path)
    node = _compose(_read_text(path, file), file)
    reader = _Reader(file)
    data = reader.read(node, ())
    if reader.problems:
        raise CatalogError(reader.problems)
    try:
        # Through JSON on purpose: in strict mode pydantic takes dates, enumerations and tuples from JSON text, but
        # not from the plain strings and lists a YAML file consists of.
        value = model.model_validate_json(json.dumps(data))
    except ValidationError as error:
        details = _own_errors(_of_nearest_forms(error.errors(), reader.lines))
        raise CatalogError([_schema_problem(file, reader.lines, detail) for detail in details]) from None
    return Located(value, file, reader.lines)


def format_place(place: Place) -> str:
    """``("nodes", 2, "within")`` → ``nodes[第3项].within``, counting from one as readers of the file do."""
    text = ""
    for part in place:
        text += f"[第{part + 1}项]" if isinstance(part, int) else f".{part}"
    return text.removeprefix(".")


def _display_name(path: Path) -> str:
    root = catalog_path()
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else str(path)


def _read_text(path: Path, file: str) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        problem = CatalogProblem(file, None, "", "文件不是 UTF-8 编码", "请另存为 UTF-8 编码后重试")
    except OSError:
        problem = CatalogProblem(file, None, "", "文件不存在或无法打开", "请检查路径和读取权限")
    raise CatalogError([problem])


_RESOLVERS: dict[str, list[tuple[str, re.Pattern[str]]]] = {}


class _Loader(yaml.SafeLoader):
    """Resolves only what JSON knows; everything else stays text."""

    yaml_implicit_resolvers = _RESOLVERS


class _QuickLoader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]  # libyaml, where it is
    """The same by libyaml, five times as quick; a file that it refuses is read again by the other, for its words."""

    yaml_implicit_resolvers = _RESOLVERS


def _resolve_plain(tag: str, pattern: str, first_characters: str) -> None:
    _Loader.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(pattern), list(first_characters))


# Longer numbers stay text: nobody means them as numbers, and Python refuses to convert thousands of digits.
_resolve_plain("bool", r"^(?:true|false)$", "tf")
_resolve_plain("int", r"^-?(?:0|[1-9][0-9]{0,15})$", "-0123456789")
_resolve_plain("float", r"^-?(?:0|[1-9][0-9]{0,15})\.[0-9]{1,15}$", "-0123456789")
_resolve_plain("null", r"^(?:null|~|)$", "n~")
_Loader.add_implicit_resolver("tag:yaml.org,2002:null", re.compile(r"^$"), [""])


def _compose(text: str, file: str) -> yaml.Node:
    try:
        node = _QuickLoader(text).get_single_node()
    except (yaml.YAMLError, RecursionError):
        node = None
    return node if node is not None else _compose_slowly(text, file)


def _compose_slowly(text: str, file: str) -> yaml.Node:
    try:
        node = _Loader(text).get_single_node()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        wrong, mend = explain_yaml_error(error.problem or error.context or "")
        raise CatalogError([CatalogProblem(file, mark.line + 1 if mark else None, "", wrong, mend)]) from None
    except yaml.YAMLError:
        wrong, mend = "文件中有 YAML 不允许的控制字符", "请用文本编辑器删去不可见字符"
        raise CatalogError([CatalogProblem(file, None, "", wrong, mend)]) from None
    except RecursionError:
        raise CatalogError([CatalogProblem(file, None, "", "层次过多", "请减少嵌套")]) from None
    if node is None:
        raise CatalogError([CatalogProblem(file, None, "", "文件是空的", "请按同目录其他文件的格式填写")])
    return node


class _Reader:
    """Turns the YAML tree into plain data, noting on which line every value stands."""

    def __init__(self, file: str) -> None:
        self.lines: dict[Place, int] = {}
        self.problems: list[CatalogProblem] = []
        self._file = file
        self._seen: set[int] = set()

    def read(self, node: yaml.Node, place: Place) -> Any:
        self.lines.setdefault(place, node.start_mark.line + 1)
        if id(node) in self._seen:
            return self._refuse(node, place, "不支持 YAML 锚点（& 与 *）", "请把内容完整写出")
        self._seen.add(id(node))
        if isinstance(node, yaml.MappingNode):
            return dict(self._entries(node, place))
        if isinstance(node, yaml.SequenceNode):
            return [self.read(item, (*place, index)) for index, item in enumerate(node.value)]
        return self._scalar(node, place)

    def _entries(self, node: yaml.MappingNode, place: Place) -> Iterator[tuple[str, Any]]:
        first_lines: dict[str, int] = {}
        for key_node, value_node in node.value:
            line = key_node.start_mark.line + 1
            key = key_node.value
            if not isinstance(key, str):
                self._refuse(key_node, place, "键名必须是文字", "请改为“键名: 值”的形式")
                continue
            if key in first_lines:
                wrong = f"键“{key}”重复，第 {first_lines[key]} 行已经写过"
                self._refuse(key_node, (*place, key), wrong, "请删去其中一处，或把两处内容合并")
                continue
            first_lines[key] = line
            self.lines[(*place, key)] = line
            yield key, self.read(value_node, (*place, key))

    def _scalar(self, node: yaml.Node, place: Place) -> Any:
        text: str = node.value
        match node.tag.rpartition(":")[2]:
            case "str":
                return text
            case "int":
                return int(text)
            case "float":
                return float(text)
            case "bool":
                return text == "true"
            case "null":
                return None
        return self._refuse(node, place, f"不支持 YAML 标签“{node.tag}”", "请直接写值，不加标签")

    def _refuse(self, node: yaml.Node, place: Place, wrong: str, mend: str) -> None:
        self.problems.append(CatalogProblem(self._file, node.start_mark.line + 1, format_place(place), wrong, mend))


def _own_errors(details: list[ErrorDetails]) -> list[ErrorDetails]:
    """Leaves out that a list is too short where pydantic says so only because it has refused one of the items."""
    places = [detail["loc"] for detail in details]
    return [
        detail
        for detail in details
        if detail["type"] != "too_short"
        or not any(len(place) > len(detail["loc"]) and place[: len(detail["loc"])] == detail["loc"] for place in places)
    ]


def _of_nearest_forms(details: list[ErrorDetails], lines: dict[Place, int]) -> list[ErrorDetails]:
    """Where a value may take several forms pydantic says what each of them misses: keeps what the likeliest misses.

    Likeliest is the form that fits furthest inside. The names of the forms that pydantic puts into places are left out.
    """
    kept: list[ErrorDetails] = []
    of_forms: dict[Place, ErrorDetails] = {}
    for detail in details:
        place = _without_forms(detail, lines)
        if len(place) == len(detail["loc"]):
            kept.append(detail)
        else:
            of_forms.setdefault(place, {**detail, "loc": place})
    for place, detail in of_forms.items():
        if not any(len(other) > len(place) and other[: len(place)] == place for other in of_forms):
            kept.append(detail)
    return kept


def _without_forms(detail: ErrorDetails, lines: dict[Place, int]) -> Place:
    """The error's place in the file: parts that stand nowhere in it are names of forms, but for a missing key."""
    *parts, last = detail["loc"] or ("",)
    place: Place = ()
    for part in parts:
        if (*place, part) in lines:
            place = (*place, part)
    if (*place, last) in lines or detail["type"] == "missing":
        place = (*place, last)
    return place


def _schema_problem(file: str, lines: dict[Place, int], detail: ErrorDetails) -> CatalogProblem:
    context = detail.get("ctx", {})
    place = (*detail["loc"], *context.get("at", ()))
    wrong, mend = explain_schema_error(detail)
    return CatalogProblem(file, _line_of(lines, place), format_place(place), wrong, mend)


def _line_of(lines: dict[Place, int], place: Place) -> int | None:
    """Line of the value, or of the nearest enclosing one: a missing key is shown where its parent begins."""
    for length in range(len(place), -1, -1):
        if place[:length] in lines:
            return lines[place[:length]]
    return None
