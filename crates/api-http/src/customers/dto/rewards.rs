//! Wire shapes of what a customer gets beside points.

use application::ports::SegmentLabel;
use domain::customer::CustomerState;
use poem_openapi::Object;

use super::erasable;

/// A segment that the customer is in.
#[derive(Object)]
#[oai(rename = "CustomerSegment", rename_all = "camelCase", skip_serializing_if_is_none)]
pub(super) struct MembershipDto {
    segment_id: String,
    customer_id: String,
    segment_name: String,
    first_name: String,
    last_name: String,
    phone: Option<String>,
    email: Option<String>,
}

impl MembershipDto {
    pub(super) fn of(SegmentLabel { id, name }: &SegmentLabel, state: &CustomerState) -> Self {
        let profile = &state.profile;
        Self {
            segment_id: id.to_string(),
            customer_id: state.id.to_string(),
            segment_name: name.clone(),
            first_name: profile.first_name.as_str().to_owned(),
            last_name: profile.last_name.as_str().to_owned(),
            phone: erasable(profile.phone.clone(), |it| it.as_str().to_owned()),
            email: profile.email.as_ref().map(|it| it.as_str().to_owned()),
        }
    }
}
