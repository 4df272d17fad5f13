"""Cameras that are not the browser's: one of the network, or a device that this computer reads itself."""
