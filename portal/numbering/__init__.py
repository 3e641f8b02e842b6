"""Receipt numbers (受理编号), one after the other within a series and a year: `DS-2026-000318`."""
