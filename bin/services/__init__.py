"""What the tests need beside Python packages: one module per service, all they keep lies under `.services/`."""
