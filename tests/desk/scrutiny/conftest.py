from tests.scrutiny.conftest import ledger, receive

__all__ = ["ledger", "receive"]
