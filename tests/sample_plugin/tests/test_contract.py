"""The portal's own contract: what holds for every plugin."""

from portal.plugin_contract.testing import PluginContract


class TestHello(PluginContract):
    slug = "hello"
