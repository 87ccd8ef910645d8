//! Bodies of earning rules.

/// A rule that an update may take anything from.
pub const A_RULE: &[(&str, &str)] = &[
    ("[type]", "points"),
    ("[pointValue]", "1"),
    ("[allTimeActive]", "0"),
    ("[startAt]", "2022-01-01"),
    ("[endAt]", "2099-01-01"),
    ("[limit][active]", "1"),
    ("[limit][period]", "1 day"),
    ("[limit][limit]", "1"),
];

pub const RULE: &[(&str, &str)] = &[
    ("earningRule[name]", "Rule"),
    ("earningRule[description]", "What for"),
    ("earningRule[type]", "points"),
    ("earningRule[active]", "1"),
    ("earningRule[allTimeActive]", "0"),
    ("earningRule[startAt]", "2022-01-01"),
    ("earningRule[endAt]", "2099-01-01"),
    ("earningRule[levels][0]", "<level>"),
    ("earningRule[segments][0]", "<customer>"),
    ("earningRule[pos][0]", "<pos>"),
    ("earningRule[limit][active]", "1"),
    ("earningRule[limit][period]", "1 week"),
    ("earningRule[limit][limit]", "2"),
    ("earningRule[lastExecutedRule]", "1"),
    ("earningRule[eventName]", "like"),
    ("earningRule[rewardType]", "both"),
    ("earningRule[pointsAmount]", "12.5"),
    ("earningRule[pointValue]", "2.3"),
    ("earningRule[excludedSKUs][0]", "SKU1"),
    ("earningRule[labelsIncluded][0][key]", "a"),
    ("earningRule[labelsIncluded][0][value]", "b"),
    ("earningRule[labelsExcluded][0][key]", "a"),
    ("earningRule[labelsExcluded][0][value]", "b"),
    ("earningRule[minOrderValue]", "1.5"),
    ("earningRule[excludeDeliveryCost]", "1"),
    ("earningRule[skuIds][0]", "SKU1"),
    ("earningRule[multiplier]", "2"),
    ("earningRule[labelMultipliers][0][key]", "a"),
    ("earningRule[labelMultipliers][0][value]", "b"),
    ("earningRule[labelMultipliers][0][multiplier]", "2"),
    ("earningRule[latitude]", "51.5"),
    ("earningRule[longitude]", "17"),
    ("earningRule[radius]", "4"),
    ("earningRule[code]", "abcd"),
    ("earningRule[rewardCampaignId]", "<customer>"),
];

pub const RULE_PARTS: &[&str] = &[
    "earningRule[startAt]",
    "earningRule[endAt]",
    "earningRule[limit][period]",
    "earningRule[limit][limit]",
    "earningRule[pointValue]",
    "earningRule[labelsIncluded][0][key]",
    "earningRule[labelsIncluded][0][value]",
    "earningRule[labelsExcluded][0][key]",
    "earningRule[labelsExcluded][0][value]",
    "earningRule[labelMultipliers][0][key]",
    "earningRule[labelMultipliers][0][value]",
    "earningRule[labelMultipliers][0][multiplier]",
];

pub const EVENT: &[(&str, &str)] = &[("event[name]", "like")];
