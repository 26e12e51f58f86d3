"""The status of an edge, gathered from its parts."""

from collections.abc import Mapping

from connectors.base import Connector
from edge.link.sender import LinkSender
from edge.link.wire import Lane
from edge.outbox import Outbox
from edge.outbox_file import StreamCount
from edge.outlook import Outlooks
from edge.station import Station
from edge.status import ConnectorStatus, EdgeStatus, SiteStatus

Connectors = Mapping[str, Mapping[str, Connector]]  # by site and connection id
Senders = Mapping[str, LinkSender]  # by site


def edge_status(
    station: Station,
    outbox: Outbox,
    senders: Senders,
    connectors: Connectors,
    *,
    trouble: str,
    simulated: bool,
    now: int,
    outlooks: Outlooks | None = None,
) -> EdgeStatus:
    """Everything as it stands at `now`, ns UTC."""
    active = station.active()
    sites = {
        site: SiteStatus(
            connected=sender.is_connected(site),
            refusal=sender.refusal(site),
            backlog=sender.backlog(site),
            accepted_samples=_accepted(outbox, Lane.TELEMETRY, site),
            accepted_conditions=_accepted(outbox, Lane.ALARM, site),
            active=active.get(site, ()),
            connectors={
                name: connector_status(one) for name, one in connectors.get(site, {}).items()
            },
            outlook=outlooks.newest.get(site) if outlooks else None,
        )
        for site, sender in senders.items()
    }
    return EdgeStatus(
        time=now,
        connected=all(one.connected for one in sites.values()),
        backlog=sum(one.backlog for one in sites.values()),
        epoch=outbox.epoch,
        trouble=trouble,
        taken=station.taken,
        rejected=station.rejected,
        older=station.older,
        simulated=simulated,
        sites=sites,
        outlook_ready=outlooks is not None and outlooks.is_ready,
        outlook_faults=outlooks.faults if outlooks else 0,
        outlook_trouble=outlooks.trouble if outlooks else "",
    )


def connector_status(connector: Connector) -> ConnectorStatus:
    """One connection's counters as they stand."""
    counters = connector.counters
    return ConnectorStatus(
        state=connector.state.value,
        received=counters.received,
        emitted=counters.emitted,
        rejected=counters.rejected,
        dropped=counters.dropped,
        coalesced=counters.coalesced,
        retimed=counters.retimed,
        reconnects=counters.reconnects,
        gaps=len(counters.gaps),
        faults=dict(counters.faults),
    )


def _accepted(outbox: Outbox, lane: Lane, site: str) -> int:
    return outbox.counts.get((lane, site), StreamCount()).accepted
