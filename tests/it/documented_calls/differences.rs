//! How real answers may differ from the printed ones, and why.

use super::example::Differences;

/// Examples of an earlier data set: only their form counts (behaviour 6.4).
pub const OLDER: &[&str] = &[
    "customerId",
    "active",
    "firstName",
    "lastName",
    "email",
    "phone",
    "street",
    "province",
    "city",
    "country",
    "createdAt",
    "updatedAt",
    "levelId",
    "levelPercent",
    "scrollId",
    "total",
];

const TIMES: &[&str] = &["lastLevelRecalculation", "lastTransactionDate"];

const LISTED_EXAMPLES: &[&str] = &[
    "customerId",
    "active",
    "firstName",
    "lastName",
    "email",
    "phone",
    "street",
    "province",
    "city",
    "country",
    "createdAt",
    "updatedAt",
    "levelId",
    "levelPercent",
    "scrollId",
    "total",
    "lastTransactionDate",
];

const OF_JOHN: &str = "the list is older than John Doe's second purchase";

pub const LISTED: Differences = Differences {
    examples: LISTED_EXAMPLES,
    exceptions: &[
        ("/customers/1/transactionsCount", Some("2"), OF_JOHN),
        ("/customers/1/averageTransactionAmount", Some("1.5"), OF_JOHN),
    ],
};

pub const DETAILED: Differences =
    Differences { examples: &["email", "updatedAt", TIMES[0], TIMES[1]], exceptions: &[] };

pub const FOUND: Differences = Differences {
    examples: &[
        "email",
        "updatedAt",
        TIMES[0],
        TIMES[1],
        "purchaseAt",
        "campaignId",
        "id",
        "activeTo",
        "usageDate",
    ],
    exceptions: &[],
};

/// John Doe as the demo leaves him: the print is of some days later (behaviour 6.8).
pub const STANDING: Differences = Differences {
    examples: &["points", "pointsExpiringNextMonth"],
    exceptions: &[
        ("/totalEarnedPoints", Some("216.9"), "nothing was earned in the days after"),
        ("/usedPoints", Some("0"), "nothing was spent in the days after"),
        ("/expiredPoints", Some("0"), "nothing expired in the days after"),
        ("/pointsExpiringBreakdown/2019-04-14", None, "other days"),
        ("/pointsExpiringBreakdown/2019-04-15", None, "other days"),
        ("/pointsExpiringBreakdown/2019-04-17", None, "other days"),
    ],
};

pub const HAPPENED: Differences =
    Differences { examples: &["customerId", "createdAt"], exceptions: &[] };

pub const ONLY_THE_ID: Differences =
    Differences { examples: &["customerId", "email"], exceptions: &[] };

pub const EXACTLY: Differences = Differences { examples: &[], exceptions: &[] };
