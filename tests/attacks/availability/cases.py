"""Eight attacks on availability that once came through, and nine of the kind of each."""

from __future__ import annotations

from tests.attacks.availability.computing import COMPUTING
from tests.attacks.availability.documents import DOCUMENTS, TEXTS
from tests.attacks.availability.entrances import DRAFTS, QUOTAS, SIGN_INS
from tests.attacks.availability.files import FILES, UPLOADS

CASES = (*TEXTS, *COMPUTING, *SIGN_INS, *FILES, *UPLOADS, *QUOTAS, *DRAFTS, *DOCUMENTS)
