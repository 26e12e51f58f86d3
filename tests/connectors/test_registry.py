from pathlib import Path

import pytest
from support.small_site import HASTY, SITE, point, reading, table

from connectors.base import ConnectorError, LinkState
from connectors.options import Credentials, Options
from connectors.registry import connect
from twin.site.model import MqttSource, OpcuaSource

MQTT = table([point("A", MqttSource("line", "A")), point("B", MqttSource("other", "B"))])
OPCUA = table([point("A", OpcuaSource("line", "ns=1;s=A"))])


@pytest.mark.parametrize("url", ["profibus://plc", "plc:502", "mqtt://", "mqtt://a:port", ""])
def test_an_address_that_cannot_be_used_says_what_can(url: str) -> None:
    with pytest.raises(ConnectorError) as caught:
        connect("line", url, points=MQTT, site_id=SITE)
    assert "mqtt://host:port" in caught.value.remedy
    assert caught.value.where == f"{SITE}/line"


def test_points_of_another_protocol_are_named() -> None:
    with pytest.raises(ConnectorError, match=r"A cannot be reached by modbus\+tcp"):
        connect("line", "modbus+tcp://127.0.0.1", points=MQTT, site_id=SITE)


@pytest.mark.parametrize(
    "url", ["opc.tcp://127.0.0.1:4840/kitchen", "opc.tcp://localhost", "opc.tcp://[::1]:4840"]
)
def test_a_known_scheme_gives_a_connector_at_rest(url: str) -> None:
    connector = connect("line", url, points=OPCUA, site_id=SITE)
    assert connector.state is LinkState.STARTING


@pytest.mark.expects_log("without encryption")
async def test_opcua_in_the_clear_stays_on_this_machine() -> None:
    async with reading("opc.tcp://192.0.2.1:4840", OPCUA, HASTY) as reader:
        await reader.until(lambda: bool(reader.device.counters.faults))
        assert "without encryption" in next(iter(reader.device.counters.faults.values()))


@pytest.mark.expects_log("lost")
async def test_missing_certificates_are_a_fault_not_a_crash(tmp_path: Path) -> None:
    absent = Credentials(tmp_path / "own.der", tmp_path / "own.pem", tmp_path / "server.der")
    options = Options(credentials=absent, backoff=HASTY.backoff)
    async with reading("opc.tcp://127.0.0.1:4840", OPCUA, options) as reader:
        await reader.until(lambda: reader.is_bad("A") and bool(reader.device.counters.faults))
