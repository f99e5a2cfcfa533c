"""The ledger: many reports, one incident, nothing lost."""
