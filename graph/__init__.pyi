# SPDX-License-Identifier: GPL-3.0-or-later
from .errors import PartnershipsError as PartnershipsError
from .schema.links import About as About
from .schema.links import Answers as Answers
from .schema.links import Asked as Asked
from .schema.links import Attended as Attended
from .schema.links import ContactOf as ContactOf
from .schema.links import Funded as Funded
from .schema.links import InterestedIn as InterestedIn
from .schema.links import Link as Link
from .schema.links import MemberOf as MemberOf
from .schema.links import PartnerOf as PartnerOf
from .schema.links import PartOf as PartOf
from .schema.links import Proposed as Proposed
from .schema.links import SameAs as SameAs
from .schema.links import SoughtFundingWith as SoughtFundingWith
from .schema.links import WorkedOn as WorkedOn
from .schema.links import WorkedWith as WorkedWith
from .schema.nodes import Affiliate as Affiliate
from .schema.nodes import Event as Event
from .schema.nodes import Group as Group
from .schema.nodes import Idea as Idea
from .schema.nodes import Node as Node
from .schema.nodes import Partner as Partner
from .schema.nodes import Person as Person
from .schema.nodes import Project as Project
from .schema.nodes import Question as Question
from .schema.nodes import Theme as Theme
from .schema.source import LoadReport as LoadReport
from .schema.source import Problem as Problem
from .schema.source import Source as Source
from .snapshot.snapshot import Snapshot as Snapshot
from .stores.base import Store as Store
from .stores.open import open_store as open_store

__all__ = [
    "About",
    "Affiliate",
    "Answers",
    "Asked",
    "Attended",
    "ContactOf",
    "Event",
    "Funded",
    "Group",
    "Idea",
    "InterestedIn",
    "Link",
    "LoadReport",
    "MemberOf",
    "Node",
    "PartOf",
    "Partner",
    "PartnerOf",
    "PartnershipsError",
    "Person",
    "Problem",
    "Project",
    "Proposed",
    "Question",
    "SameAs",
    "Snapshot",
    "SoughtFundingWith",
    "Source",
    "Store",
    "Theme",
    "WorkedOn",
    "WorkedWith",
    "open_store",
]
