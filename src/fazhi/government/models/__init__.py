from fazhi.government.models.jurisdiction import Jurisdiction
from fazhi.government.models.organization import Alias, Organization, OrganizationKind
from fazhi.government.models.person import AdministrationRecord, Membership, Person

__all__ = [
    "AdministrationRecord",
    "Alias",
    "Jurisdiction",
    "Membership",
    "Organization",
    "OrganizationKind",
    "Person",
]
