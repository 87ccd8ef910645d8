//! Rewards that points buy.

mod dto;
mod forms;
mod sales;

use application::campaigns;
use application::error::Error;
use application::ports::Listing;
use domain::form::Given;
use domain::ids::CampaignId;
use domain::policy::Action;
use poem_openapi::OpenApi;
use poem_openapi::param::Path;
use poem_openapi::payload::Json;

use self::dto::{CampaignDto, CampaignListDto, SavedDto};
use self::forms::{ActivateForm, CAMPAIGN, CampaignForm, ListParameters, campaign_draft};
use crate::body::Body;
use crate::call::Call;
use crate::errors::Failure;
use crate::queries::{Asked, page};
use crate::tags::Tag;
use crate::wire::NoContent;

pub(crate) use self::dto::CouponDto;
pub(crate) use self::forms::{PARAMETERS, REWARD_PARAMETERS};
pub(crate) use self::sales::CampaignSalesApi;

pub(crate) struct CampaignsApi;

#[OpenApi(prefix_path = "/api/:storeCode", tag = "Tag::Campaigns")]
impl CampaignsApi {
    /// List campaigns, by name.
    #[oai(path = "/campaign", method = "get", operation_id = "campaign_list")]
    async fn list(
        &self,
        call: Call,
        asked: Asked<ListParameters>,
    ) -> Result<Json<CampaignListDto>, Failure> {
        let Listing { items, total } = campaigns::list(&call.0, page(&asked.members)).await?;
        let campaigns = items.into_iter().map(|it| CampaignDto::of(it, &call.0)).collect();
        Ok(Json(CampaignListDto { campaigns, total }))
    }

    /// Create a campaign with its coupons.
    #[oai(path = "/campaign", method = "post", operation_id = "campaign_create")]
    async fn create(
        &self,
        call: Call,
        body: Body<CampaignForm>,
    ) -> Result<Json<SavedDto>, Failure> {
        let draft = campaign_draft(body.into_members());
        let id = campaigns::create(&call.0, &draft).await;
        let id = id.map_err(|error| CAMPAIGN.failure(error))?;
        Ok(Json(SavedDto { campaign_id: id.to_string() }))
    }

    /// Get a campaign's details.
    #[oai(path = "/campaign/:campaign", method = "get", operation_id = "campaign_details")]
    async fn details(
        &self,
        call: Call,
        campaign: Path<String>,
    ) -> Result<Json<CampaignDto>, Failure> {
        let view = campaigns::details(&call.0, campaign_id(&campaign)?).await?;
        Ok(Json(CampaignDto::of(view, &call.0)))
    }

    /// Change a campaign; what is left out stays, and so does what was bought.
    #[oai(path = "/campaign/:campaign", method = "put", operation_id = "campaign_update")]
    async fn update(
        &self,
        call: Call,
        campaign: Path<String>,
        body: Body<CampaignForm>,
    ) -> Result<Json<SavedDto>, Failure> {
        let id = campaign_id(&campaign)?;
        let draft = campaign_draft(body.into_members());
        let updated = campaigns::update(&call.0, id, &draft).await;
        updated.map_err(|error| CAMPAIGN.failure(error))?;
        Ok(Json(SavedDto { campaign_id: id.to_string() }))
    }

    /// Activate or deactivate a campaign. What was bought of it stays what it is.
    #[oai(
        path = "/campaign/:campaign/activate",
        method = "post",
        operation_id = "campaign_activate"
    )]
    async fn activate(
        &self,
        call: Call,
        campaign: Path<String>,
        body: Body<ActivateForm>,
    ) -> Result<NoContent, Failure> {
        let id = campaign_id(&campaign)?;
        let (members, _) = body.into_members();
        let active = members.leaf("active");
        if matches!(active, Given::Absent | Given::Malformed) {
            // Whether the caller may, and the campaign exists, is judged first (behaviour 0.4.6).
            let _ = call.0.authorize(Action::CampaignManage)?;
            campaigns::details(&call.0, id).await?;
            return Err(Error::MissingParameter("active", "this field is required").into());
        }
        campaigns::activate(&call.0, id, active.is_checked()).await?;
        Ok(NoContent::Done)
    }
}

fn campaign_id(raw: &str) -> Result<CampaignId, Error> {
    CampaignId::parse(raw).ok_or(Error::NotFound)
}
