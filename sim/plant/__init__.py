"""Virtual kitchens and pump stations that speak real OPC UA, Modbus TCP and MQTT."""
