//! The forms of earning rules.

use domain::earning::{KindDraft, LimitDraft, MultiplierDraft, RuleDraft};
use domain::form::Shape;
use domain::transaction::LabelDraft;

use crate::body::{Field, Form, FormSpec, Members, choice, flag, group, list, text, texts};

/// The kinds of rules (behaviour 3.14.1).
pub(super) const TYPES: &[&str] = &[
    "event",
    "custom_event",
    "referral",
    "points",
    "product_purchase",
    "multiply_for_product",
    "multiply_by_product_labels",
    "instant_reward",
    "geolocation",
    "qrcode",
];

const PERIODS: &[&str] =
    &["1 day", "1 week", "1 month", "3 months", "6 months", "1 year", "forever"];

const KEY: Field = text("key", "Key").required();
const VALUE: Field = text("value", "Value").required();

/// An earning rule (behaviour 3.14).
pub(super) static RULE: Form = Form {
    name: "earningRule",
    fields: &[
        text("name", "Shown with the points").required().like("Newsletter"),
        text("description", "What it is about"),
        choice("type", TYPES, "Kind of rule; fixed once it is there").required(),
        flag("active", "Whether it gives anything"),
        flag("allTimeActive", "For all time, instead of startAt and endAt"),
        text("startAt", "From when, such as 2022-03-01; required unless allTimeActive"),
        text("endAt", "Until when; a day alone is meant to its end; required unless allTimeActive"),
        texts("levels", &[], "Ids of levels; with segments: whom it is for"),
        texts("segments", &[], "Ids of segments; a rule without both is for nobody"),
        texts("pos", &[], "Ids of points of sale where it counts; everywhere unless given"),
        group(
            "limit",
            &[
                flag("active", "Whether there is a limit"),
                choice("period", PERIODS, "Calendar period, or all time"),
                text("limit", "How often it gives one customer something in a period"),
            ],
            "Limit of usage",
        ),
        flag("lastExecutedRule", "Of purchases: no rule after it is looked at"),
        text(
            "eventName",
            "event: one of oloy.account.created, oloy.customer.logged_in, \
            oloy.transaction.customer_first_transaction, \
            oloy.customer.newsletter_subscription; custom_event: any name; referral: register, \
            first_transaction or every_transaction",
        ),
        choice("rewardType", &["referrer", "referred", "both"], "referral: who gets the points"),
        text(
            "pointsAmount",
            "event, custom_event, referral, product_purchase, geolocation, \
            qrcode: points, two decimals at most",
        ),
        text("pointValue", "points: for one unit of currency"),
        texts("excludedSKUs", &[], "points: products that do not count"),
        list("labelsIncluded", &[KEY, VALUE], "points: only lines with one of these"),
        list("labelsExcluded", &[KEY, VALUE], "points: no lines with one of these"),
        text("minOrderValue", "points: the least a purchase must be worth"),
        flag("excludeDeliveryCost", "points: without delivery costs"),
        texts("skuIds", &[], "product_purchase, multiply_for_product: products"),
        text("multiplier", "multiply_for_product: factor"),
        list(
            "labelMultipliers",
            &[KEY, VALUE, text("multiplier", "Factor").required()],
            "multiply_by_product_labels: factors of lines by their labels",
        ),
        text("latitude", "geolocation: degrees, from -90 to 90"),
        text("longitude", "geolocation: degrees, from -180 to 180"),
        text("radius", "geolocation: kilometres"),
        text("code", "qrcode: what is scanned"),
        text("rewardCampaignId", "instant_reward: what is given"),
    ],
};

static ACTIVATE: Form =
    Form { name: "", fields: &[flag("active", "1 activates, 0 deactivates").required()] };

pub(super) struct RuleForm;

impl FormSpec for RuleForm {
    const FORM: &'static Form = &RULE;
}

pub(super) struct ActivateForm;

impl FormSpec for ActivateForm {
    const FORM: &'static Form = &ACTIVATE;
}

/// A rule form as a draft.
pub(super) fn rule_draft((form, shape): (Members, Shape)) -> RuleDraft {
    RuleDraft {
        shape,
        name: form.leaf("name"),
        description: form.leaf("description"),
        rule_type: form.leaf("type"),
        active: form.leaf("active"),
        all_time_active: form.leaf("allTimeActive"),
        start_at: form.leaf("startAt"),
        end_at: form.leaf("endAt"),
        levels: form.texts("levels"),
        segments: form.texts("segments"),
        pos: form.texts("pos"),
        limit: form.group("limit", |it| LimitDraft {
            active: it.leaf("active"),
            period: it.leaf("period"),
            times: it.leaf("limit"),
        }),
        is_last: form.leaf("lastExecutedRule"),
        kind: kind_draft(&form),
    }
}

fn kind_draft(form: &Members) -> KindDraft {
    KindDraft {
        event_name: form.leaf("eventName"),
        reward_type: form.leaf("rewardType"),
        points_amount: form.leaf("pointsAmount"),
        point_value: form.leaf("pointValue"),
        excluded_skus: form.texts("excludedSKUs"),
        labels_included: form.list("labelsIncluded", label_draft),
        labels_excluded: form.list("labelsExcluded", label_draft),
        min_order_value: form.leaf("minOrderValue"),
        exclude_delivery_cost: form.leaf("excludeDeliveryCost"),
        sku_ids: form.texts("skuIds"),
        multiplier: form.leaf("multiplier"),
        label_multipliers: form.list("labelMultipliers", |it| MultiplierDraft {
            label: label_draft(it),
            multiplier: it.leaf("multiplier"),
        }),
        latitude: form.leaf("latitude"),
        longitude: form.leaf("longitude"),
        radius: form.leaf("radius"),
        code: form.leaf("code"),
        reward_campaign_id: form.leaf("rewardCampaignId"),
    }
}

fn label_draft(label: &Members) -> LabelDraft {
    LabelDraft { key: label.leaf("key"), value: label.leaf("value") }
}
