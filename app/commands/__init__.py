"""One module per subcommand: its options, and the call that does the work."""
