"""What it is worth that a model finds an answer in the evidence, or none: as much as its record says.

A model is asked only where an answer was found that would be shown. Whether that was right, nobody tells, but the
confidence says how probable it was: these are soft labels, from which the error rate of a judge can be estimated
without true ones (Dawid and Skene, 1979). How often a model declares "no answer" although the right one was found is
learnt in this way; how often where a wrong one was found cannot be, and is set. The logarithm of the ratio of both is
what the verdict adds to the log-odds of being right. The record counts only as far as chance does not explain it, so
that the word of a model is worth nothing while little is known of it, and that of one that declares everywhere never.
"""

from __future__ import annotations

import logging
import math
from dataclasses import dataclass

from core.db import Database
from core.errors import Unavailable

DECLARES_ON_WRONG = 0.6
"""P(declares | what was found is wrong). Set, not learnt: that needs answers that are known to be wrong."""
MOST_ON_RIGHT = DECLARES_ON_WRONG - 0.001
"""What P(declares | right) is taken for at most. A model that declares more often is only known to be of no use; a
little less than the same on wrong ones leaves the sign to tell what the verdict was."""
CHANCE = 0.05
"""Probability that a bound is ever wrong, however long a model is watched."""
MOST_FOUND = 400.0
"""Right finds beyond which both counts are halved, so that another model behind the same name is learnt anew."""
LARGEST = 2.5
"""Log-odds that a verdict adds or takes away at most."""

_EXACT = 1e-6

_log = logging.getLogger("askwell.model")


@dataclass(frozen=True, slots=True)
class ModelRecord:
    """How a model judged what was found, in soft counts."""

    found: float = 0.0
    """Right finds to be expected among those it judged: the sum of their confidences without the model's signals."""
    declared: float = 0.0
    """The same of those where it declared that there is no answer."""

    @property
    def share(self) -> float:
        """Share of the right finds that it declared to hold no answer, as seen; 0 where it has judged none."""
        return self.declared / self.found if self.found else 0.0

    @property
    def declares_at_most(self) -> float:
        """P(declares | what was found is right) at most; 1 at first.

        It is used after every question, so it has to hold after all of them at once: the confidence sequence of
        Robbins (1970), the largest p for which (n + 1) times the binomial probability of k in n is above `CHANCE`.
        """
        least, most = self.share, 1.0
        while most - least > _EXACT:
            middle = (least + most) / 2
            least, most = (middle, most) if self._is_possible(middle) else (least, middle)
        return most

    def _is_possible(self, share: float) -> bool:
        found, declared = self.found, self.declared
        ways = math.lgamma(found + 2) - math.lgamma(declared + 1) - math.lgamma(found - declared + 1)
        likelihood = declared * math.log(share) + (found - declared) * math.log1p(-share)
        return ways + likelihood >= math.log(CHANCE)

    def worth(self, *, declares: bool) -> float:
        """What this verdict adds to the log-odds of being right: less than 0 where it declares, more where not."""
        right, wrong = min(self.declares_at_most, MOST_ON_RIGHT), DECLARES_ON_WRONG
        ratio = right / wrong if declares else (1 - right) / (1 - wrong)
        return max(-LARGEST, min(LARGEST, math.log(ratio)))

    @property
    def trust(self) -> float:
        """How much what its texts say of the evidence counts, in [0, 1]: how far apart its two verdicts are."""
        return min(1.0, (self.worth(declares=False) - self.worth(declares=True)) / LARGEST)


class ModelRecords:
    """Keeps the records in the database, the same for all processes."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, model: str) -> ModelRecord:
        """The record of the model with this id; an empty one where it has judged nothing yet."""
        with self._database.read() as session:
            row = session.execute("SELECT found, declared FROM model_records WHERE model = ?", (model,)).fetchone()
        return ModelRecord(*row) if row else ModelRecord()

    def trust(self, model: str) -> float:
        """The trust in the model with this id; 0 where the database cannot tell."""
        try:
            return self.of(model).trust
        except Unavailable:
            return 0.0

    def take(self, model: str, confidence: float, *, declares: bool) -> float:
        """What a verdict is worth by the record so far, which it then joins. Never raises what a database does.

        `confidence`: of what the model judged, without the model's signals.
        """
        record = ModelRecord()
        try:
            record = self.of(model)
            self._note(model, confidence, confidence * declares)
        except Unavailable as error:
            _log.warning("The verdict of the model could not be written down: %s", error.message)
        return record.worth(declares=declares)

    def _note(self, model: str, found: float, declared: float) -> None:
        with self._database.write() as session:
            session.execute(
                """INSERT INTO model_records VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET
                    found = found + excluded.found, declared = declared + excluded.declared""",
                (model, found, declared),
            )
            session.execute(
                "UPDATE model_records SET found = found / 2, declared = declared / 2 WHERE model = ? AND found > ?",
                (model, MOST_FOUND),
            )
