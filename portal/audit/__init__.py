"""The trace: who did what, who looked at whose data, and the proof that nobody changed the record (B10, B11)."""
