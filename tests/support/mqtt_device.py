"""A device that publishes to a broker: topic A counts up 20 times a second, B stays 7.5.

    python mqtt_device.py PORT PREFIX [FLOOD]

It finds the broker again by itself. FLOOD: topics F0 to FN-1, published every 50 ms as well.
"""

import sys
import time

from paho.mqtt.client import Client
from paho.mqtt.enums import CallbackAPIVersion


def main() -> None:
    port, prefix = int(sys.argv[1]), sys.argv[2]
    flood = int(sys.argv[3]) if len(sys.argv) > 3 else 0
    client = Client(CallbackAPIVersion.VERSION2)
    client.reconnect_delay_set(min_delay=1, max_delay=1)
    client.connect_async("127.0.0.1", port, keepalive=2)
    client.loop_start()
    while True:
        time.sleep(0.05)
        if not client.is_connected():
            continue
        now = time.time_ns()
        value = int(time.monotonic() * 20) % 30000
        client.publish(f"{prefix}/A", f'{{"v": {value}, "t": {now}, "q": 0}}', qos=1)
        client.publish(f"{prefix}/B", f'{{"v": 7.5, "t": {now}, "q": 0}}', qos=1)
        for k in range(flood):
            client.publish(f"{prefix}/F{k}", f'{{"v": {value}, "t": {now}}}', qos=1)


main()
