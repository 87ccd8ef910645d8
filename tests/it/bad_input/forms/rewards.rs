//! Bodies of segments and campaigns.

pub const SEGMENT: &[(&str, &str)] = &[
    ("segment[name]", "Regulars"),
    ("segment[description]", "Nice"),
    ("segment[active]", "1"),
    ("segment[parts][0][criteria][0][type]", "anniversary"),
    ("segment[parts][0][criteria][0][min]", "1"),
    ("segment[parts][0][criteria][0][max]", "2"),
    ("segment[parts][0][criteria][0][from]", "1.5"),
    ("segment[parts][0][criteria][0][to]", "2.5"),
    ("segment[parts][0][criteria][0][percent]", "10"),
    ("segment[parts][0][criteria][0][posId]", "<pos>"),
    ("segment[parts][0][criteria][0][posIds][0]", "<pos>"),
    ("segment[parts][0][criteria][0][skuIds][0]", "SKU1"),
    ("segment[parts][0][criteria][0][makers][0]", "company"),
    ("segment[parts][0][criteria][0][labels][0][key]", "a"),
    ("segment[parts][0][criteria][0][labels][0][value]", "b"),
    ("segment[parts][0][criteria][0][anniversaryType]", "birthday"),
    ("segment[parts][0][criteria][0][days]", "10"),
    ("segment[parts][0][criteria][0][fromDate]", "2020-01-01"),
    ("segment[parts][0][criteria][0][toDate]", "2020-12-31"),
    ("segment[parts][0][criteria][0][customers][0]", "<customer>"),
];

/// Required by the kind.
pub const CRITERION: &[&str] = &[
    "segment[parts][0][criteria][0][type]",
    "segment[parts][0][criteria][0][anniversaryType]",
    "segment[parts][0][criteria][0][days]",
];

pub const CAMPAIGN: &[(&str, &str)] = &[
    ("campaign[name]", "Mug"),
    ("campaign[description]", "To drink from"),
    ("campaign[instructions]", "Show it"),
    ("campaign[active]", "1"),
    ("campaign[costInPoints]", "10.5"),
    ("campaign[levels][0]", "<level>"),
    ("campaign[segments][0]", "<segment>"),
    ("campaign[allTimeActive]", "0"),
    ("campaign[activeFrom]", "2020-01-01 10:00"),
    ("campaign[activeTo]", "2100-01-01"),
    ("campaign[unlimited]", "0"),
    ("campaign[limit]", "100"),
    ("campaign[limitPerUser]", "1"),
    ("campaign[singleCoupon]", "0"),
    ("campaign[coupons][0]", "CODE1"),
    ("campaign[daysInactive]", "1"),
    ("campaign[daysValid]", "90"),
];

/// Who gives one gives both.
pub const PERIOD: &[&str] = &["campaign[activeFrom]", "campaign[activeTo]"];
