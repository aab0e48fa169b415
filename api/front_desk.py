"""What the desk shows beside the opened conversation: the list, search, and who is where."""

from __future__ import annotations

from api.desk_feed import DeskFeed
from api.staffing.members import StaffMember
from core.clock import Clock
from core.db import Database, Session
from core.language import primary
from escalation.conversation_search import ConversationSearch
from escalation.desk_filter import ForAgent
from escalation.desk_list import DeskList
from escalation.desk_settings import DeskSettings
from escalation.presence import Presence
from escalation.routing import members_of


class FrontDesk:
    """The parts that the pages of the queue work with."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self.list = DeskList()
        self.search = ConversationSearch()
        self.presence = Presence(clock)
        self.feed = DeskFeed(database, self.presence)
        self._settings = DeskSettings(clock)

    def for_agent(self, session: Session, member: StaffMember) -> ForAgent:
        """What is for a member of staff, by the rules of the desk as they are now."""
        rules = self._settings.get(session)
        address = member.email.casefold()
        others = [
            topic.name
            for topic in rules.topics
            if (members := members_of(topic.route, rules.groups)) is not None and address not in members
        ]
        return ForAgent(member.id, tuple(sorted({primary(code) for code in member.languages})), frozenset(others))
