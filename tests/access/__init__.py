"""Who reaches which address: every route of the portal against everybody who may knock (A1, A2, A5)."""
