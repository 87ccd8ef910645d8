//! The forms of campaign operations.

use domain::campaign::CampaignDraft;
use domain::form::Shape;

use crate::body::{Form, FormSpec, Members, choice, flag, text, texts};

/// What the lists of this module take.
pub(crate) static PARAMETERS: Form = Form {
    name: "",
    fields: &[text("page", "From 1"), text("perPage", "10 unless given; at most 1000")],
};

pub(super) struct ListParameters;

impl FormSpec for ListParameters {
    const FORM: &'static Form = &PARAMETERS;
}

/// What the list of everything that was bought takes.
pub(crate) static REWARD_PARAMETERS: Form = Form {
    name: "",
    fields: &[
        text("customerId", "Id of the customer"),
        text("campaignId", "Id of the campaign"),
        choice("used", &["1", "0"], "Only what was used, or was not"),
        text("page", "From 1"),
        text("perPage", "10 unless given; at most 1000"),
    ],
};

pub(super) struct RewardParameters;

impl FormSpec for RewardParameters {
    const FORM: &'static Form = &REWARD_PARAMETERS;
}

/// A campaign (behaviour 2.0).
pub(super) static CAMPAIGN: Form = Form {
    name: "campaign",
    fields: &[
        text("name", "Name").required().like("Mug"),
        text("description", "What it is"),
        text("instructions", "What buyers are told to do with it"),
        flag("active", "Whether it is sold"),
        text("costInPoints", "Nothing for a present").required().like("10"),
        texts("levels", &[], "For customers on these levels"),
        texts("segments", &[], "And for those in these segments"),
        flag("allTimeActive", "Sold for all time"),
        text("activeFrom", "Or from then, such as 2022-03-01 10:00"),
        text("activeTo", "Until then"),
        flag("unlimited", "Any number is sold"),
        text("limit", "Or so many in all").like("100"),
        text("limitPerUser", "So many to one customer").like("1"),
        flag("singleCoupon", "Every buyer gets the first coupon"),
        texts("coupons", &[], "Codes: each buyer gets another"),
        text("daysInactive", "Days until a coupon can be used"),
        text("daysValid", "Days for which it can be used then; for ever unless given"),
    ],
};

static ACTIVATE: Form =
    Form { name: "", fields: &[flag("active", "1 activates, 0 deactivates").required()] };

static BUY: Form =
    Form { name: "", fields: &[text("customerId", "Who buys; customers buy for themselves")] };

static USE: Form = Form {
    name: "",
    fields: &[
        text("customerId", "Whose coupon; customers use their own"),
        text("couponId", "Id of the coupon").required(),
        flag("used", "1 uses it, 0 takes that back").required(),
    ],
};

pub(super) struct CampaignForm;

impl FormSpec for CampaignForm {
    const FORM: &'static Form = &CAMPAIGN;
}

pub(super) struct ActivateForm;

impl FormSpec for ActivateForm {
    const FORM: &'static Form = &ACTIVATE;
}

pub(super) struct BuyForm;

impl FormSpec for BuyForm {
    const FORM: &'static Form = &BUY;
}

pub(super) struct UseForm;

impl FormSpec for UseForm {
    const FORM: &'static Form = &USE;
}

/// A campaign form as a draft.
pub(super) fn campaign_draft((form, shape): (Members, Shape)) -> CampaignDraft {
    CampaignDraft {
        shape,
        name: form.leaf("name"),
        description: form.leaf("description"),
        instructions: form.leaf("instructions"),
        active: form.leaf("active"),
        cost: form.leaf("costInPoints"),
        levels: form.texts("levels"),
        segments: form.texts("segments"),
        all_time: form.leaf("allTimeActive"),
        active_from: form.leaf("activeFrom"),
        active_to: form.leaf("activeTo"),
        unlimited: form.leaf("unlimited"),
        limit: form.leaf("limit"),
        limit_per_customer: form.leaf("limitPerUser"),
        single_coupon: form.leaf("singleCoupon"),
        coupons: form.texts("coupons"),
        days_inactive: form.leaf("daysInactive"),
        days_valid: form.leaf("daysValid"),
    }
}
