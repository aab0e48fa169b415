"""Fits the model that tells causes apart to questions whose cause is known."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import numpy as np
from sklearn.linear_model import LogisticRegression

from insights.causes.features import ON_SCALE
from insights.causes.judging import CAUSES, CauseModel, CauseModels, Weighing
from insights.causes.model import Cause

REGULARISATION = 0.03
"""Inverse strength (scikit-learn's C): strong, for some thousand cases that resemble each other."""
SHARPNESS = 1.5
"""What scores are multiplied by: so strong a prior makes a fit less sure than it is right. Chosen on help centres left
out, where mean probability and share of right causes then agree."""
_SMALLEST = 0.02


def fit_causes(
    embedder: str, features: Sequence[Mapping[str, float]], causes: Sequence[Cause], provenance: Mapping[str, object]
) -> CauseModels:
    """Both models from the features of cases with their causes; every cause must be among them."""
    return CauseModels(
        embedder,
        full=fit_model(features, causes),
        portable=fit_model(features, causes, leave_out=ON_SCALE),
        provenance=provenance,
    )


def fit_model(
    features: Sequence[Mapping[str, float]], causes: Sequence[Cause], leave_out: Collection[str] = ()
) -> CauseModel:
    """A model that knows nothing of the features `leave_out`; raises `ValueError` when a cause has no case."""
    names = sorted({name for row in features for name in row} - set(leave_out))
    table = np.array([[row.get(name, np.nan) for name in names] for row in features])
    # What is not known of a case counts as average, here and when the model is used.
    mean, scale = np.nanmean(table, axis=0), np.maximum(np.nanstd(table, axis=0), _SMALLEST)
    table = np.where(np.isnan(table), mean, table)
    known = [CAUSES.index(cause) for cause in causes]
    if set(known) != set(range(len(CAUSES))):
        raise ValueError("there is not a case of each cause")
    model = LogisticRegression(C=REGULARISATION, class_weight="balanced", max_iter=2_000)
    model.fit((table - mean) / scale, known)
    return CauseModel(
        bias=tuple(SHARPNESS * float(value) for value in model.intercept_),
        features={
            name: Weighing(
                float(mean[place]), float(scale[place]), tuple(SHARPNESS * float(one) for one in model.coef_[:, place])
            )
            for place, name in enumerate(names)
        },
    )
