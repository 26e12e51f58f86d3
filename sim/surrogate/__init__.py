"""A small learned stand-in for the zone model, used only where its error was measured."""
