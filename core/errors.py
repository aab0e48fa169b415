"""The few errors Askwell raises on purpose.

A class's docstring is its default message. Adapters translate foreign exceptions into these and chain them;
`api/errors.py` maps each to an HTTP status, the command line to one line and an exit code. "I do not know" and
"handed to a person" are values of an answer, never errors.
"""

# ruff: noqa: N818 - named after the fact they state
from __future__ import annotations


class AppError(Exception):
    """Something went wrong."""

    code = "error"
    """Stable machine-readable name, part of the public interface."""

    def __init__(self, message: str | None = None, **details: object) -> None:
        """Use the class docstring when no `message` is given; `details` travel as data."""
        super().__init__(message or (self.__doc__ or "").strip())
        self.details = details

    @property
    def message(self) -> str:
        """The sentence shown to the caller: what is wrong and what to do."""
        return str(self.args[0])


class InvalidInput(AppError):
    """The request has a value that cannot be used."""

    code = "invalid_input"


class AddressRefused(InvalidInput):
    """This address lies in a private or special network, which requests from here may not enter."""

    code = "address_refused"


class Unauthorized(AppError):
    """No valid credentials were sent."""

    code = "unauthorized"


class IdentityRefused(Unauthorized):
    """What the site's server says of its visitor could not be verified, or is at its end."""

    code = "identity_refused"


class TokenOfAnotherOrigin(Unauthorized):
    """This session token was issued to another web origin. Get one for this origin from POST /v1/sessions."""

    code = "token_of_another_origin"


class Forbidden(AppError):
    """These credentials do not allow this."""

    code = "forbidden"


class NotFound(AppError):
    """There is no such thing here."""

    code = "not_found"


class Conflict(AppError):
    """The current state does not allow this change."""

    code = "conflict"


class DraftChanged(Conflict):
    """Somebody else has changed this draft meanwhile. What you wrote is kept among its versions."""

    code = "draft_changed"


class DocumentChanged(Conflict):
    """The document was changed or removed since this draft began. Look at what is there now, then publish."""

    code = "document_changed"


class LooksDuplicate(Conflict):
    """Other content says nearly the same. Look at it, then publish with `near_seen`."""

    code = "looks_duplicate"


class TooLarge(AppError):
    """The request is larger than allowed."""

    code = "too_large"


class RateLimited(AppError):
    """Too many requests; try again later."""

    code = "rate_limited"

    def __init__(self, message: str | None = None, *, retry_after: int = 1, **details: object) -> None:
        """`retry_after`: seconds until the next request can succeed."""
        super().__init__(message, **details)
        self.retry_after = retry_after


class BudgetSpent(RateLimited):
    """No more questions are answered today; a person can be asked all the same."""

    code = "daily_budget_spent"


class Unavailable(AppError):
    """A part Askwell depends on does not answer; trying again later can help."""

    code = "unavailable"


class Misconfigured(AppError):
    """A setting is missing or wrong."""

    code = "misconfigured"


class IndexStale(AppError):
    """The index was made by another embedder; run `askwell ingest --reembed` to make it anew."""

    code = "index_stale"
