"""Where hub and screens meet: one versioned WebSocket contract, a server, a client."""
