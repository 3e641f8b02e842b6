"""These tests belong to a project of their own: tests/portal/plugin/test_sample_plugin.py installs and runs it."""

collect_ignore_glob = ["*"]
