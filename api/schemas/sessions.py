"""Requests and responses of visitors' sessions."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from api.identity.person import MAX_EMAIL, MAX_NAME, MAX_SUBJECT
from api.schemas.fields import FilledText, Identity, clean, plain


class UserByHash(BaseModel):
    """A user of the site, proved by a hash of the id."""

    model_config = ConfigDict(coerce_numbers_to_str=True)

    id: Annotated[str, Field(min_length=1, max_length=MAX_SUBJECT), AfterValidator(plain)] = Field(
        description="The site's own, lasting id of the user."
    )
    hash: Annotated[FilledText, Field(max_length=200)] = Field(
        description="HMAC-SHA256 of the id with the shared secret, in hexadecimal digits."
    )
    email: Annotated[str, Field(max_length=MAX_EMAIL), AfterValidator(clean)] | None = None
    name: Annotated[str, Field(max_length=MAX_NAME), AfterValidator(clean)] | None = None


class SessionRequest(BaseModel):
    """Who the visitor is, if the site vouches for it."""

    identity: Identity | None = Field(None, description="JWT signed by the site's server; counts before `user`.")
    user: UserByHash | None = Field(None, description="For sites that come from a product that works with hashes.")


class SessionBody(BaseModel):
    """A visitor's session."""

    token: str = Field(description="Send as `Authorization: Bearer …`.")
    expires_in: int = Field(description="Seconds.")
    visitor_id: str
    identified: bool
    sends_mail: bool = Field(description="Whether a copy of a conversation can be sent by e-mail from here.")
