"""The link's receiver as this hub wants it: who may connect, what it already has."""

import numpy as np

from app.hub.settings import HubSettings
from edge.link.keys import Authorised, CurveKeys
from edge.link.receiver import LinkReceiver
from edge.link.stream import HaveSeq
from edge.link.wire import rows_crc
from twin.alarm.table import AlarmTable


def link_receiver(
    settings: HubSettings, alarms: AlarmTable, keys: CurveKeys, have_seq: HaveSeq
) -> LinkReceiver:
    """A receiver for all sites of the fleet, admitting the edges in the enrolment folder."""
    settings.enrolment_folder.mkdir(parents=True, exist_ok=True)
    sites = len(alarms.points.fleet.sites)
    return LinkReceiver(
        telemetry=settings.telemetry,
        alarms=settings.alarms,
        keys=keys,
        authorised=Authorised(settings.enrolment_folder),
        have_seq=have_seq,
        points_crc=lambda site: rows_crc(alarms, site),
        row_counts=RowCounts(alarms),
        most_links=2 * sites + 64,
    )


class RowCounts:
    """Points and alarms of a site; raises KeyError for an unknown one."""

    def __init__(self, alarms: AlarmTable) -> None:
        points = alarms.points
        first = np.searchsorted(alarms.site, np.arange(len(points.fleet.sites) + 1))
        self._counts = {
            site.id: (len(points.rows_of(site.id)), int(first[k + 1] - first[k]))
            for k, site in enumerate(points.fleet.sites)
        }

    def __call__(self, site: str) -> tuple[int, int]:
        """(points, alarms) of one site."""
        return self._counts[site]
