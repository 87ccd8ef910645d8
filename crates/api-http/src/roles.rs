//! Roles of administrators (behaviour 1.4.5).

use application::error::Error;
use application::roles;
use domain::access::{Access, PermissionDraft, Resource, Rights, Role, RoleDraft};
use domain::form::Shape;
use domain::ids::RoleId;
use domain::policy::Action;
use poem_openapi::param::Path;
use poem_openapi::payload::Json;
use poem_openapi::{Object, OpenApi};

use crate::body::{Body, Field, Form, FormSpec, Members, choice, list, text};
use crate::call::Call;
use crate::errors::Failure;
use crate::tags::Tag;
use crate::wire::NoContent;

const RESOURCES: &[&str] = &[
    "SEGMENT_EXPORT",
    "EARNING_RULE",
    "LEVEL",
    "TRANSACTION",
    "SELLER",
    "ADMIN",
    "ACL",
    "ANALYTICS",
    "POS",
    "POINT_TRANSFER",
    "SEGMENT",
    "SETTINGS",
    "CUSTOMER",
    "REWARD_CAMPAIGN",
    "AUDIT",
];

/// One line of a role's or a key's permissions.
pub(crate) const PERMISSION: &[Field] = &[
    choice("resource", RESOURCES, "What it is about").required(),
    choice("access", &["VIEW", "MODIFY"], "MODIFY includes VIEW").required(),
];

static ROLE: Form = Form {
    name: "role",
    fields: &[
        text("name", "Name").required(),
        list("permissions", PERMISSION, "What the role may do"),
    ],
};

struct RoleForm;

impl FormSpec for RoleForm {
    const FORM: &'static Form = &ROLE;
}

/// A role.
#[derive(Object)]
#[oai(rename = "Role")]
struct RoleDto {
    id: String,
    name: String,
    /// Always `ROLE_ADMIN`.
    role: String,
    /// May do everything.
    master: bool,
    permissions: Vec<PermissionDto>,
}

/// What a role or a key may do with a resource.
#[derive(Object)]
#[oai(rename = "Permission")]
pub(crate) struct PermissionDto {
    resource: String,
    access: String,
}

#[derive(Object)]
#[oai(rename = "RoleList")]
struct RoleListDto {
    roles: Vec<RoleDto>,
    total: u64,
}

#[derive(Object)]
#[oai(rename = "Resource")]
struct ResourceDto {
    code: String,
    name: String,
}

#[derive(Object)]
#[oai(rename = "ResourceList")]
struct ResourceListDto {
    resources: Vec<ResourceDto>,
    total: u64,
}

#[derive(Object)]
#[oai(rename = "Access")]
struct AccessDto {
    code: String,
}

#[derive(Object)]
#[oai(rename = "AccessList")]
struct AccessListDto {
    accesses: Vec<AccessDto>,
    total: u64,
}

pub(crate) struct RolesApi;

#[OpenApi(prefix_path = "/api/:storeCode/admin/acl", tag = "Tag::Roles")]
impl RolesApi {
    /// List the roles of administrators.
    #[oai(path = "/role", method = "get", operation_id = "role_list")]
    async fn list(&self, call: Call) -> Result<Json<RoleListDto>, Failure> {
        let roles: Vec<_> = roles::list(&call.0).await?.into_iter().map(RoleDto::from).collect();
        let total = roles.len() as u64;
        Ok(Json(RoleListDto { roles, total }))
    }

    /// Create a role.
    #[oai(path = "/role", method = "post", operation_id = "role_create")]
    async fn create(&self, call: Call, body: Body<RoleForm>) -> Result<NoContent, Failure> {
        let created = roles::create(&call.0, &role_draft(body.into_members())).await;
        created.map_err(|error| ROLE.failure(error))?;
        Ok(NoContent::Done)
    }

    /// Get a role.
    #[oai(path = "/role/:role", method = "get", operation_id = "role_details")]
    async fn details(&self, call: Call, role: Path<String>) -> Result<Json<RoleDto>, Failure> {
        Ok(Json(RoleDto::from(roles::details(&call.0, role_id(&role)?).await?)))
    }

    /// Change a role; its permissions stay unless some are given.
    #[oai(path = "/role/:role", method = "put", operation_id = "role_update")]
    async fn update(
        &self,
        call: Call,
        role: Path<String>,
        body: Body<RoleForm>,
    ) -> Result<NoContent, Failure> {
        let draft = role_draft(body.into_members());
        let updated = roles::update(&call.0, role_id(&role)?, &draft).await;
        updated.map_err(|error| ROLE.failure(error))?;
        Ok(NoContent::Done)
    }

    /// Delete a role that nobody has.
    #[oai(path = "/role/:role", method = "delete", operation_id = "role_delete")]
    async fn delete(&self, call: Call, role: Path<String>) -> Result<NoContent, Failure> {
        roles::delete(&call.0, role_id(&role)?).await?;
        Ok(NoContent::Done)
    }

    /// List what permissions can be about.
    #[expect(clippy::unused_async, reason = "operations are async")]
    #[oai(path = "/resources", method = "get", operation_id = "resource_list")]
    async fn resources(&self, call: Call) -> Result<Json<ResourceListDto>, Failure> {
        let _ = call.0.authorize(Action::RoleView)?;
        let resource = |(_, code, name): &(Resource, &str, &str)| ResourceDto {
            code: (*code).to_owned(),
            name: (*name).to_owned(),
        };
        let resources: Vec<_> = Resource::TABLE.iter().map(resource).collect();
        let total = resources.len() as u64;
        Ok(Json(ResourceListDto { resources, total }))
    }

    /// List the kinds of access.
    #[expect(clippy::unused_async, reason = "operations are async")]
    #[oai(path = "/accesses", method = "get", operation_id = "access_list")]
    async fn accesses(&self, call: Call) -> Result<Json<AccessListDto>, Failure> {
        let _ = call.0.authorize(Action::RoleView)?;
        let access = |it: &Access| AccessDto { code: it.code().to_owned() };
        let accesses: Vec<_> = Access::ALL.iter().map(access).collect();
        let total = accesses.len() as u64;
        Ok(Json(AccessListDto { accesses, total }))
    }
}

fn role_id(raw: &str) -> Result<RoleId, Error> {
    RoleId::parse(raw).ok_or(Error::NotFound)
}

fn role_draft((form, shape): (Members, Shape)) -> RoleDraft {
    RoleDraft {
        shape,
        name: form.leaf("name"),
        permissions: form.list("permissions", permission_draft),
    }
}

pub(crate) fn permission_draft(group: &Members) -> PermissionDraft {
    PermissionDraft { resource: group.leaf("resource"), access: group.leaf("access") }
}

impl From<Role> for RoleDto {
    fn from(Role { id, name, rights, version: _ }: Role) -> Self {
        Self {
            id: id.to_string(),
            name: name.as_str().to_owned(),
            role: "ROLE_ADMIN".to_owned(),
            master: rights == Rights::Master,
            permissions: permissions(&rights),
        }
    }
}

/// One line a resource; the master needs none.
pub(crate) fn permissions(rights: &Rights) -> Vec<PermissionDto> {
    let Rights::Granted(grants) = rights else { return vec![] };
    let line = |(resource, access): (&Resource, &Access)| PermissionDto {
        resource: resource.code().to_owned(),
        access: access.code().to_owned(),
    };
    grants.iter().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_resource_is_a_documented_choice() {
        let codes: Vec<_> = Resource::TABLE.iter().map(|(_, code, _)| *code).collect();
        assert_eq!(codes, RESOURCES);
    }
}
