"""What fire does to people, how long they need to leave, and what the criteria advise."""
