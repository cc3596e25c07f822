"""Facts of remarks: plain rows, changed by services only (DESIGN §3)."""

from .batches import RemarkBatch, RemarkBatchFile  # noqa: F401
from .manifests import RemarkManifest  # noqa: F401
from .remarks import Remark, RemarkNote, RemarkText  # noqa: F401
from .responses import Response, ResponseStatus  # noqa: F401
from .rules import RemarkRules  # noqa: F401
from .submissions import Submission, SubmissionFile  # noqa: F401
from .tables import RemarkTableFile  # noqa: F401
