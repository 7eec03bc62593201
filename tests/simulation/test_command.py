"""`fazhi simulate` never writes into a real place."""

import pytest
from django.core.management import CommandError, call_command

from fazhi.cases.models import Case
from fazhi.government.models import Jurisdiction


def test_simulate_is_refused_where_there_is_no_sample(db: None) -> None:
    Jurisdiction.objects.create(code="110101", name="某区")
    with pytest.raises(CommandError, match="没有示例区"):
        call_command("simulate", cases=1)
    assert not Case.objects.exists()
