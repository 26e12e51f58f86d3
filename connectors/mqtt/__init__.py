"""MQTT: topics of a broker below the site's prefix."""
