"""The member centre, /member/: today's work, one's own cases, what one was told."""
