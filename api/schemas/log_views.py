"""Saved views of the log as the API gives and takes them."""

from __future__ import annotations

from pydantic import BaseModel, Field

from insights.log.views import LONGEST_NAME, LONGEST_QUERY


class LogViewBody(BaseModel):
    """What somebody chose to see of the log, under a name."""

    id: str
    name: str
    query: str = Field(description="What is chosen, as in the address of the page: `lang=fr&period=7`.")
    shared: bool = Field(description="Whether all who work on content see it.")
    owner_id: str = Field(description="Id of a member of the staff, or of an API key.")
    owner: str
    own: bool = Field(description="Whether it is the caller's.")
    page: str = Field(description="Where the board shows it.")
    questions: str = Field(description="Where `GET /v1/questions` lists it; a period is counted back from now.")


class LogViewList(BaseModel):
    """The views that the caller sees."""

    items: list[LogViewBody]


class LogViewRequest(BaseModel):
    """A view to be saved."""

    name: str = Field(min_length=1, max_length=LONGEST_NAME * 4, description=f"At most {LONGEST_NAME} characters.")
    query: str = Field(
        "", max_length=LONGEST_QUERY, description="As in the address of the page. Empty: what was not answered lately."
    )
    shared: bool = False
