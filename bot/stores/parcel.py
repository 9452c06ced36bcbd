"""A parcel to a shopper and its trace, as the carrier reports it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, Optional

ParcelStatus = Literal["collected", "moving", "delivering", "signed", "problem", "returned"]
SignedBy = Literal["receiver", "station", "locker", "guard", "family", "other"]

PARCEL_STATUSES = ParcelStatus.__args__
SIGNED_BY = SignedBy.__args__
UNDER_WAY = ("collected", "moving", "delivering", "problem")


@dataclass(frozen=True)
class TraceEvent:
    """One line of a parcel's trace, as the carrier wrote it."""

    at: datetime
    place: str
    text: str
    status: ParcelStatus


@dataclass(frozen=True)
class Parcel:
    """One parcel to the shopper; `events` oldest first. `signed_by` and `sign_place` only once it is signed."""

    tracking: str
    carrier: str
    status: ParcelStatus
    events: tuple[TraceEvent, ...] = ()
    signed_by: Optional[SignedBy] = None
    sign_place: Optional[str] = None

    @property
    def last(self) -> Optional[TraceEvent]:
        """The newest trace event."""
        return self.events[-1] if self.events else None

    @property
    def under_way(self) -> bool:
        """Neither signed nor back at the shop."""
        return self.status in UNDER_WAY

    @property
    def signed_at(self) -> Optional[datetime]:
        """When the carrier says it was handed over."""
        return next((e.at for e in reversed(self.events) if e.status == "signed"), None)

    @property
    def signed_by_someone_else(self) -> bool:
        """Signed, but not by the receiver in person: a station, a locker, the gate, family."""
        return self.status == "signed" and self.signed_by not in (None, "receiver")

    def quiet_for(self, now: datetime) -> Optional[timedelta]:
        """How long nothing has been reported; None without any event."""
        return now - self.last.at if self.last else None

    def stalled(self, now: datetime, after: timedelta = timedelta(days=3)) -> bool:
        """Under way, and silent for longer than `after`."""
        quiet = self.quiet_for(now)
        return self.under_way and quiet is not None and quiet > after
