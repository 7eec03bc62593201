"""The same bureaus and shops as the tests of the domain have."""

from tests.inspections.conftest import items, market, officers, plan, shop, shops, urban

__all__ = ["items", "market", "officers", "plan", "shop", "shops", "urban"]
