//! What administrators may touch: resources, kinds of access, ACL roles (behaviour 1.4).

use std::collections::BTreeMap;

use uuid::uuid;

use crate::form::{FormErrors, Given, Shape, message};
use crate::ids::RoleId;
use crate::text::Text;

/// Something an ACL role grants access to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Resource {
    SegmentExport,
    EarningRule,
    Level,
    Transaction,
    Seller,
    Admin,
    Acl,
    Analytics,
    Pos,
    PointTransfer,
    Segment,
    Settings,
    Customer,
    RewardCampaign,
    Audit,
}

impl Resource {
    /// Every resource with its code and label, in the order of behaviour 1.4.5.
    pub const TABLE: [(Self, &'static str, &'static str); 15] = [
        (Self::SegmentExport, "SEGMENT_EXPORT", "Utilities"),
        (Self::EarningRule, "EARNING_RULE", "Earning rules"),
        (Self::Level, "LEVEL", "Levels"),
        (Self::Transaction, "TRANSACTION", "Transactions"),
        (Self::Seller, "SELLER", "Merchants"),
        (Self::Admin, "ADMIN", "Admins"),
        (Self::Acl, "ACL", "ACL"),
        (Self::Analytics, "ANALYTICS", "Dashboard"),
        (Self::Pos, "POS", "POS"),
        (Self::PointTransfer, "POINT_TRANSFER", "Points transfers"),
        (Self::Segment, "SEGMENT", "Segments"),
        (Self::Settings, "SETTINGS", "Settings"),
        (Self::Customer, "CUSTOMER", "Customers"),
        (Self::RewardCampaign, "REWARD_CAMPAIGN", "Reward Campaign"),
        (Self::Audit, "AUDIT", "Audit"),
    ];

    pub fn parse(code: &str) -> Option<Self> {
        Self::TABLE.iter().find(|(_, it, _)| *it == code).map(|(resource, ..)| *resource)
    }

    pub fn code(self) -> &'static str {
        let row = Self::TABLE.iter().find(|(resource, ..)| *resource == self);
        row.map_or("", |(_, code, _)| code)
    }
}

/// `Modify` implies `View` (behaviour 1.4.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Access {
    View,
    Modify,
}

impl Access {
    pub const ALL: [Self; 2] = [Self::View, Self::Modify];

    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.code() == code)
    }

    pub fn code(self) -> &'static str {
        match self {
            Self::View => "VIEW",
            Self::Modify => "MODIFY",
        }
    }
}

/// What an administrator's role, or a permanent key's scope, lets it do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rights {
    /// Everything.
    Master,
    Granted(BTreeMap<Resource, Access>),
}

impl Rights {
    pub fn cover(&self, resource: Resource, access: Access) -> bool {
        match self {
            Self::Master => true,
            Self::Granted(grants) => grants.get(&resource).is_some_and(|it| *it >= access),
        }
    }

    /// Whether everything `other` may do is covered: nobody hands out more than he holds.
    pub fn cover_all_of(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Master, _) => true,
            (Self::Granted(_), Self::Master) => false,
            (mine, Self::Granted(theirs)) => {
                theirs.iter().all(|(resource, access)| mine.cover(*resource, *access))
            }
        }
    }

    /// `RESOURCE:ACCESS` for each grant, or `*` for everything: how the audit log tells it.
    pub fn listed(&self) -> Vec<String> {
        match self {
            Self::Master => vec!["*".to_owned()],
            Self::Granted(grants) => {
                let line = |(resource, access): (&Resource, &Access)| {
                    format!("{}:{}", resource.code(), access.code())
                };
                grants.iter().map(line).collect()
            }
        }
    }

    /// What is left of these rights for a caller bound to one store: nothing that reaches beyond
    /// it, such as roles and keys.
    #[must_use]
    pub fn within_one_store(self) -> Self {
        let beyond = [Resource::Acl, Resource::Admin];
        let Self::Granted(mut grants) = self else {
            return Self::everywhere(Access::Modify).within_one_store();
        };
        grants.retain(|resource, _| !beyond.contains(resource));
        Self::Granted(grants)
    }

    pub fn everywhere(access: Access) -> Self {
        Self::Granted(Resource::TABLE.iter().map(|(resource, ..)| (*resource, access)).collect())
    }
}

/// An ACL role. Every administrator has exactly one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Role {
    pub id: RoleId,
    pub name: Text,
    pub rights: Rights,
    /// Changes so far; zero for a role that was never saved.
    pub version: i64,
}

impl Role {
    /// The master role, "Super admin" (behaviour 1.4.4). Every installation begins with these three.
    pub const SUPER_ADMIN: RoleId = RoleId(uuid!("7a1e1000-0000-4000-8000-000000000001"));
    /// "Reporter admin": sees everything.
    pub const REPORTER: RoleId = RoleId(uuid!("7a1e1000-0000-4000-8000-000000000002"));
    /// "Full admin": changes everything.
    pub const FULL_ADMIN: RoleId = RoleId(uuid!("7a1e1000-0000-4000-8000-000000000003"));
}

/// A role as submitted (behaviour 1.4.5).
#[derive(Clone, Debug, Default)]
pub struct RoleDraft {
    pub shape: Shape,
    pub name: Given,
    /// `None`: not submitted.
    pub permissions: Option<Vec<PermissionDraft>>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PermissionDraft {
    pub resource: Given,
    pub access: Given,
}

impl RoleDraft {
    /// This draft with everything that was left out taken from what is stored.
    #[must_use]
    pub fn completed_by(&self, stored: &Role) -> Self {
        Self {
            shape: self.shape.of_update(),
            name: self.name.or_stored(Some(stored.name.as_str())),
            permissions: self.permissions.clone(),
        }
    }

    /// The role this draft describes, replacing `stored`. The master role stays the master role.
    pub fn check(&self, id: RoleId, stored: Option<&Role>) -> Result<Role, FormErrors> {
        let mut errors = FormErrors::default();
        if !self.shape.report(&mut errors) {
            return Err(errors);
        }
        let name = self.name.required_line("name", &mut errors);
        let grants = self.permissions.as_ref().map(|it| grants(it, &mut errors));
        errors.none()?;
        let rights = match (stored.map(|it| &it.rights), grants) {
            (Some(Rights::Master), _) => Rights::Master,
            (Some(kept), None) => kept.clone(),
            (_, grants) => Rights::Granted(grants.unwrap_or_default()),
        };
        let name = name.ok_or_else(FormErrors::default)?;
        Ok(Role { id, name, rights, version: stored.map_or(0, |it| it.version) })
    }
}

/// What a list of permissions grants; of two on one resource, the wider.
pub(crate) fn grants(
    permissions: &[PermissionDraft],
    errors: &mut FormErrors,
) -> BTreeMap<Resource, Access> {
    let mut grants = BTreeMap::new();
    for (at, draft) in permissions.iter().enumerate() {
        let path = |leaf: &str| format!("permissions.{at}.{leaf}");
        let resource = read(&draft.resource, path("resource"), errors, Resource::parse);
        let access = read(&draft.access, path("access"), errors, Access::parse);
        if let (Some(resource), Some(access)) = (resource, access) {
            let held = grants.entry(resource).or_insert(access);
            *held = access.max(*held);
        }
    }
    grants
}

fn read<T>(
    given: &Given,
    path: String,
    errors: &mut FormErrors,
    parse: impl FnOnce(&str) -> Option<T>,
) -> Option<T> {
    let (found, said) = match given {
        Given::Absent | Given::Empty => (None, message::BLANK),
        Given::Malformed => (None, message::NOT_VALID),
        Given::Text(raw) => (parse(raw), message::NOT_VALID),
    };
    if found.is_none() {
        errors.field(path, said);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grant(resource: &str, access: &str) -> PermissionDraft {
        PermissionDraft { resource: Given::text(resource), access: Given::text(access) }
    }

    fn role(permissions: Option<Vec<PermissionDraft>>) -> Result<Role, FormErrors> {
        let draft = RoleDraft { shape: Shape::Sound, name: Given::text("Clerk"), permissions };
        draft.check(RoleId(uuid::Uuid::nil()), None)
    }

    #[test]
    fn modify_implies_view_and_the_wider_of_two_grants_counts() {
        let permissions =
            vec![grant("CUSTOMER", "MODIFY"), grant("CUSTOMER", "VIEW"), grant("POS", "VIEW")];
        let rights = role(Some(permissions)).unwrap().rights;
        assert!(rights.cover(Resource::Customer, Access::View));
        assert!(rights.cover(Resource::Customer, Access::Modify));
        assert!(!rights.cover(Resource::Pos, Access::Modify));
        assert!(!rights.cover(Resource::Acl, Access::View));
        assert!(Rights::Master.cover(Resource::Acl, Access::Modify));
    }

    #[test]
    fn nobody_hands_out_more_than_he_holds() {
        let view = Rights::everywhere(Access::View);
        let modify = Rights::everywhere(Access::Modify);
        assert!(modify.cover_all_of(&view) && !view.cover_all_of(&modify));
        assert!(Rights::Master.cover_all_of(&modify) && !modify.cover_all_of(&Rights::Master));
    }

    #[test]
    fn rights_within_one_store_do_not_reach_roles_and_keys() {
        let bound = Rights::Master.within_one_store();
        assert!(bound.cover(Resource::Customer, Access::Modify));
        assert!(!bound.cover(Resource::Acl, Access::View));
        assert!(!bound.cover(Resource::Admin, Access::View));
    }

    #[test]
    fn unknown_codes_are_marked_at_their_place() {
        let errors = role(Some(vec![grant("POS", "VIEW"), grant("X", "")])).unwrap_err();
        assert!(errors.has("permissions.1.resource") && errors.has("permissions.1.access"));
    }
}
