"""The wall: what operators see."""
