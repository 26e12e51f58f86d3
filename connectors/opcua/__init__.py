"""OPC UA: nodes of a server, followed by subscription."""
