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

const NO_PURCHASE: &str = "nothing is bought in the demo yet";

pub const LISTED: Differences = Differences {
    examples: OLDER,
    exceptions: &[
        ("/customers/0/transactionsCount", Some("0"), NO_PURCHASE),
        ("/customers/0/transactionsAmount", Some("0"), NO_PURCHASE),
        ("/customers/0/transactionsAmountWithoutDeliveryCosts", Some("0"), NO_PURCHASE),
        ("/customers/0/averageTransactionAmount", Some("0"), NO_PURCHASE),
        ("/customers/0/lastTransactionDate", None, NO_PURCHASE),
        ("/customers/1/transactionsCount", Some("0"), NO_PURCHASE),
        ("/customers/1/transactionsAmount", Some("0"), NO_PURCHASE),
        ("/customers/1/transactionsAmountWithoutDeliveryCosts", Some("0"), NO_PURCHASE),
        ("/customers/1/averageTransactionAmount", Some("0"), NO_PURCHASE),
        ("/customers/1/lastTransactionDate", None, NO_PURCHASE),
    ],
};

pub const DETAILED: Differences = Differences {
    examples: &["email", "updatedAt"],
    exceptions: &[
        ("/lastLevelRecalculation", None, "levels are not recalculated yet"),
        ("/transactionsCount", Some("0"), NO_PURCHASE),
        ("/transactionsAmount", Some("0"), NO_PURCHASE),
        ("/transactionsAmountWithoutDeliveryCosts", Some("0"), NO_PURCHASE),
        ("/averageTransactionAmount", Some("0"), NO_PURCHASE),
        ("/lastTransactionDate", None, NO_PURCHASE),
        ("/version", Some("4"), "7 counts what the purchases of the demo change"),
    ],
};

pub const FOUND: Differences = Differences {
    examples: &["email", "updatedAt"],
    exceptions: &[
        ("/customers/0/lastLevelRecalculation", None, "levels are not recalculated yet"),
        ("/customers/0/campaignPurchases", Some("[]"), "there are no campaigns yet"),
        ("/customers/0/transactionsCount", Some("0"), NO_PURCHASE),
        ("/customers/0/transactionsAmount", Some("0"), NO_PURCHASE),
        ("/customers/0/transactionsAmountWithoutDeliveryCosts", Some("0"), NO_PURCHASE),
        ("/customers/0/averageTransactionAmount", Some("0"), NO_PURCHASE),
        ("/customers/0/lastTransactionDate", None, NO_PURCHASE),
        ("/customers/1/lastLevelRecalculation", None, "levels are not recalculated yet"),
    ],
};

pub const HAPPENED: Differences =
    Differences { examples: &["customerId", "createdAt"], exceptions: &[] };

pub const ONLY_THE_ID: Differences =
    Differences { examples: &["customerId", "email"], exceptions: &[] };

pub const EXACTLY: Differences = Differences { examples: &[], exceptions: &[] };
