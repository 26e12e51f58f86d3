"""Who looks and acts: the hub, the screens, and the command line that starts them."""
