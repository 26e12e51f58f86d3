"""The accounts of a demo: a loss and a double may not make up for each other."""

from app.demo.ledger import Accounts


def test_a_double_does_not_hide_a_loss() -> None:
    accounts = Accounts(accepted=100, waiting=10, stored=90, in_history=90, repeated=1)
    assert (accounts.lost, accounts.duplicated) == (1, 1)


def test_what_waits_in_an_outbox_is_not_lost() -> None:
    accounts = Accounts(accepted=100, waiting=10, stored=90, in_history=90, repeated=0)
    assert (accounts.lost, accounts.duplicated) == (0, 0)
