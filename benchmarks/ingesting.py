"""Reading content: against the embedder's own speed, and when nothing has changed."""

from __future__ import annotations

import time
from pathlib import Path

from benchmarks.table import Figure
from benchmarks.texts import Writer
from retrieval.embedder import Embedder, HashingEmbedder
