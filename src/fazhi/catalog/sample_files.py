"""The files of the sample district together, ready to be installed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

from fazhi.catalog.loading import CatalogModel, Located, catalog_path, load_located
from fazhi.catalog.sample_cases import SampleCases
from fazhi.catalog.sample_district import SampleDistrict, SamplePeople, SamplePlans
from fazhi.catalog.sample_simulation import SampleSimulation
from fazhi.catalog.sample_work import SampleWork

Model = TypeVar("Model", bound=CatalogModel)


@dataclass(frozen=True, slots=True)
class Sample:
    """The sample district, ready to be installed: each part stands in the order in which it can be made."""

    district: SampleDistrict
    people: SamplePeople
    plans: SamplePlans
    work: SampleWork
    cases: SampleCases
    habits: SampleSimulation


def load_sample() -> Sample:
    """Reads the six files of ``sample/``. Raises CatalogError."""
    return Sample(
        load_sample_file("district", SampleDistrict).value,
        load_sample_file("people", SamplePeople).value,
        load_sample_file("plans", SamplePlans).value,
        load_sample_file("work", SampleWork).value,
        load_sample_file("cases", SampleCases).value,
        load_sample_file("simulation", SampleSimulation).value,
    )


def load_sample_file(name: str, model: type[Model]) -> Located[Model]:
    """One file of ``sample/`` with its line numbers. Raises CatalogError."""
    return load_located(catalog_path("sample", f"{name}.yaml"), model)
