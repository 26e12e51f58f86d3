"""VTK scenes, drawn off-screen in a thread of their own and handed over as pictures."""
