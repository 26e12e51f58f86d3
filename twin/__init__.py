"""What is true and what it means. No Qt, no input or output, no clock of its own."""
