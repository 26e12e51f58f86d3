"""How devices speak: OPC UA, Modbus TCP and MQTT behind one contract."""
