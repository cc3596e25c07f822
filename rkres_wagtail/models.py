"""Models of every room and of the front hall, for Django to find."""

from .bodies.models import *  # noqa: F403
from .consultations.models import *  # noqa: F403
from .decisions.models import DecisionKind, Dispatch  # noqa: F401
from .meetings.attendance.models import Attendance, AttendanceSheet  # noqa: F401
from .meetings.invitations.models import Invitation  # noqa: F401
from .meetings.models import MeetingChange  # noqa: F401
from .minutes.models import *  # noqa: F403
from .opendata.models import OpenRecord  # noqa: F401
from .outbox.models import OutgoingMessage  # noqa: F401
from .participation.models import *  # noqa: F403
from .programmes.models import (  # noqa: F401
    Indicator,
    ProgrammeLink,
    ProgrammeNode,
    ProgrammeTree,
    Reading,
)
from .regions.models import ProfileObject  # noqa: F401
from .remarks.models import *  # noqa: F403
from .site_settings import RkresSettings  # noqa: F401
