"""Reviews by program, by the pages' own rules: `experts` serves those who judge, `rounds` those who organise."""
