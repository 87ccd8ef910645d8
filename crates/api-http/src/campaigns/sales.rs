//! Buying rewards, using them, and what was bought.

use application::campaigns::{self, UseDraft};
use application::cx::Cx;
use application::patience::patiently;
use application::ports::{Listing, RewardQuery, RewardView};
use domain::form::Given;
use domain::ids::{CampaignId, CustomerId};
use poem_openapi::OpenApi;
use poem_openapi::param::Path;
use poem_openapi::payload::Json;

use super::campaign_id;
use super::dto::{BoughtDto, OfferDto, OfferListDto, RewardDto, RewardListDto};
use super::forms::{BuyForm, ListParameters, RewardParameters, UseForm};
use crate::body::{Body, Members};
use crate::call::Call;
use crate::errors::Failure;
use crate::queries::{Asked, filter, page};
use crate::tags::Tag;

pub(crate) struct CampaignSalesApi;

#[OpenApi(prefix_path = "/api/:storeCode", tag = "Tag::Campaigns")]
impl CampaignSalesApi {
    /// List what is sold now: to a customer what it may buy.
    #[oai(path = "/customer/campaign", method = "get", operation_id = "campaign_list_active")]
    async fn offers(&self, call: Call) -> Result<Json<OfferListDto>, Failure> {
        let open = campaigns::offers(&call.0).await?;
        let campaigns: Vec<_> = open.into_iter().map(|it| OfferDto::of(it, &call.0)).collect();
        Ok(Json(OfferListDto { total: campaigns.len() as u64, campaigns }))
    }

    /// List what one has bought oneself; as staff, what anybody has.
    #[oai(path = "/customer/campaign/bought", method = "get", operation_id = "campaign_bought")]
    async fn bought(
        &self,
        call: Call,
        asked: Asked<ListParameters>,
    ) -> Result<Json<RewardListDto>, Failure> {
        let listing = campaigns::own_rewards(&call.0, page(&asked.members)).await?;
        Ok(Json(rewards(listing, &call.0)))
    }

    /// List what was bought.
    #[oai(path = "/campaign/purchases", method = "get", operation_id = "campaign_purchases")]
    async fn purchases(
        &self,
        call: Call,
        asked: Asked<RewardParameters>,
    ) -> Result<Json<RewardListDto>, Failure> {
        let query = reward_query(&asked.members);
        let mut listing = campaigns::rewards(&call.0, &query.unwrap_or_default()).await?;
        if query.is_none() {
            // Nobody and nothing has an id like that.
            listing = Listing { items: vec![], total: 0 };
        }
        Ok(Json(rewards(listing, &call.0)))
    }

    /// Buy a reward. Customers buy for themselves.
    #[oai(path = "/campaign/:campaign/buy", method = "post", operation_id = "campaign_buy")]
    async fn buy(
        &self,
        call: Call,
        campaign: Path<String>,
        body: Body<BuyForm>,
    ) -> Result<Json<BoughtDto>, Failure> {
        let id = campaign_id(&campaign)?;
        let (members, _) = body.into_members();
        let whom = members.leaf("customerId");
        let bought = patiently(|| campaigns::buy(&call.0, id, &whom)).await?;
        Ok(Json(BoughtDto::from(bought)))
    }

    /// Use a coupon, or take that back. Customers use their own.
    #[oai(
        path = "/campaign/:campaign/purchases/used",
        method = "post",
        operation_id = "campaign_use"
    )]
    async fn use_coupon(
        &self,
        call: Call,
        campaign: Path<String>,
        body: Body<UseForm>,
    ) -> Result<Json<RewardDto>, Failure> {
        let id = campaign_id(&campaign)?;
        let (members, _) = body.into_members();
        let draft = UseDraft {
            customer: members.leaf("customerId"),
            coupon: members.leaf("couponId"),
            used: members.leaf("used"),
        };
        let reward = patiently(|| campaigns::use_reward(&call.0, id, &draft)).await?;
        Ok(Json(RewardDto::of(&reward, &call.0)))
    }
}

fn rewards(Listing { items, total }: Listing<RewardView>, cx: &Cx) -> RewardListDto {
    let purchases = items.into_iter().map(|it| RewardDto::listed(it, cx)).collect();
    RewardListDto { purchases, total }
}

/// `None`: for an id that is none.
fn reward_query(asked: &Members) -> Option<RewardQuery> {
    let customer = filter(asked, "customerId").map(|it| CustomerId::parse(&it));
    let campaign = filter(asked, "campaignId").map(|it| CampaignId::parse(&it));
    let used = filter(asked, "used").map(|it| Given::Text(it).is_checked());
    let customer = match customer {
        Some(id) => Some(id?),
        None => None,
    };
    let campaign = match campaign {
        Some(id) => Some(id?),
        None => None,
    };
    Some(RewardQuery { customer, campaign, used, page: page(asked) })
}
