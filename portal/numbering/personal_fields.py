"""Numbers are about nobody."""

NOT_PERSONAL: dict[str, str] = {}
