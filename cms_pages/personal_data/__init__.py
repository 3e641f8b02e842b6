"""The publication gate: no ID number, mobile number or bank card number reaches the public by mistake (D10).

`detectors` finds numbers in text, `documents` reads attached files, `pages` walks a page, `gate` decides,
`guard` stands on every way of publishing, `overrides` records the exceptions that two people signed.
"""
