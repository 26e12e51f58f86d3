"""Gas that leaks into a kitchen: how much, where it gathers, when it can explode."""
