"""The help widget: hand-written modules, and the assets that the server hands out."""
