"""The Qt programs. View-models know no Qt; Qt classes know no rule."""
