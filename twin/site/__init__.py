"""Sites as they stand: tenants, layouts, zones, assets, points and alarm rules."""
