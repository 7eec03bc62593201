"""The shelf of templates: every file of ``catalog/reports``, read once a process."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from fazhi.catalog.loading import CatalogError, CatalogProblem, Located, catalog_path, load_located
from fazhi.reports.language.definition import ReportTemplate


@dataclass(frozen=True)
class Shelf:
    """Templates by id, in the order in which people choose."""

    templates: dict[str, ReportTemplate]

    def get(self, template: str) -> ReportTemplate:
        """Raises KeyError for an unknown one."""
        return self.templates[template]

    def find(self, template: str) -> ReportTemplate | None:
        return self.templates.get(template)

    def __contains__(self, template: object) -> bool:
        return template in self.templates

    def __iter__(self) -> Iterator[ReportTemplate]:
        return iter(self.templates.values())


@lru_cache(maxsize=1)
def shelf() -> Shelf:
    """The installed templates. Raises CatalogError."""
    loaded = load_templates()
    ordered = sorted((each.value for each in loaded), key=lambda template: (template.order, template.id))
    return Shelf({template.id: template for template in ordered})


def load_templates(folder: Path | None = None) -> list[Located[ReportTemplate]]:
    """All templates of a folder, with the lines of their files. Raises CatalogError."""
    found: list[Located[ReportTemplate]] = []
    problems: list[CatalogProblem] = []
    for path in sorted((folder or catalog_path("reports")).glob("*.yaml")):
        try:
            loaded = load_located(path, ReportTemplate)
        except CatalogError as error:
            problems.extend(error.problems)
            continue
        problems += _misnamed(loaded, path)
        found.append(loaded)
    if problems:
        raise CatalogError(problems)
    return found


def _misnamed(loaded: Located[ReportTemplate], path: Path) -> list[CatalogProblem]:
    if loaded.value.id == path.stem:
        return []
    wrong = f"模板标识“{loaded.value.id}”与文件名“{path.name}”不一致"
    return [loaded.problem(("id",), wrong, f"请把文件改名为 {loaded.value.id}.yaml，或修改 id")]
