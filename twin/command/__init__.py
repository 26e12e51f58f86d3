"""What people may do to alarms and devices, and what must be true before."""
