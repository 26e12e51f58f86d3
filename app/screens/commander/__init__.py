"""The commander's screen: the fire forecast, what-ifs, orders, 3D results, the report."""
