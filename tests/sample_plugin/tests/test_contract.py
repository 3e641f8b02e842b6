"""The portal's own contract: what holds for every plugin."""

from portal.plugin.testing import PluginContract


class TestHello(PluginContract):
    slug = "hello"
