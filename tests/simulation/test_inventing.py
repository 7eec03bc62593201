"""Invented parties are as those of real cases: what is handed in of them holds."""

from random import Random

from fazhi.catalog.sample_simulation import SampleSimulation
from fazhi.procedures.casework.formats import fit_format
from fazhi.procedures.language.fields import Format
from fazhi.simulation.cast import Body
from fazhi.simulation.inventing import Inventor


def test_invented_organizations_have_credit_codes_that_hold(habits: SampleSimulation, body: Body) -> None:
    found = [Inventor(Random(seed), habits.names, {}, {}, body, ()).party for seed in range(60)]
    codes = {each["kind"]: each["id_number"] for each in found}
    assert {kind: code[:8] for kind, code in codes.items() if kind != "person"} == {
        "legal_person": "91990102",
        "sole_trader": "92990102",
    }
    organizations = [each["id_number"] for each in found if each["kind"] != "person"]
    assert [fit_format(Format.USCC, code) for code in organizations] == organizations
    assert codes["person"].startswith("99")
    assert len(codes["person"]) == 18
