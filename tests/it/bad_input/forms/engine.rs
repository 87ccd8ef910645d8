//! Bodies of points and purchases.

pub const TRANSFER: &[(&str, &str)] = &[
    ("transfer[customer]", "<customer>"),
    ("transfer[points]", "10"),
    ("transfer[validityDuration]", "30"),
    ("transfer[comment]", "Thanks"),
];

pub const TRANSACTION: &[(&str, &str)] = &[
    ("transaction[revisedDocument]", ""),
    ("transaction[transactionData][documentType]", "sell"),
    ("transaction[transactionData][documentNumber]", "<unique>"),
    ("transaction[transactionData][purchasePlace]", "New York"),
    ("transaction[transactionData][purchaseDate]", "2022-03-01 10:00"),
    ("transaction[items][0][sku][code]", "SKU1"),
    ("transaction[items][0][name]", "item"),
    ("transaction[items][0][quantity]", "1"),
    ("transaction[items][0][grossValue]", "1.5"),
    ("transaction[items][0][category]", "aaa"),
    ("transaction[items][0][maker]", "sss"),
    ("transaction[items][0][labels][0][key]", "a"),
    ("transaction[items][0][labels][0][value]", "b"),
    ("transaction[customerData][name]", "John Doe"),
    ("transaction[customerData][email]", "<email>"),
    ("transaction[customerData][phone]", "<phone>"),
    ("transaction[customerData][nip]", "1"),
    ("transaction[customerData][loyaltyCardNumber]", "<unique>"),
    ("transaction[customerData][address][street]", "Street"),
    ("transaction[customerData][address][address1]", "1"),
    ("transaction[customerData][address][address2]", "2"),
    ("transaction[customerData][address][postal]", "00-000"),
    ("transaction[customerData][address][city]", "City"),
    ("transaction[customerData][address][province]", "Province"),
    ("transaction[customerData][address][country]", "PL"),
    ("transaction[pos]", "<pos>"),
    ("transaction[labels][0][key]", "a"),
    ("transaction[labels][0][value]", "b"),
];

pub const LINES: &[&str] = &[
    "transaction[items][0][sku][code]",
    "transaction[items][0][name]",
    "transaction[items][0][quantity]",
    "transaction[items][0][grossValue]",
    "transaction[items][0][category]",
    "transaction[items][0][labels][0][key]",
    "transaction[items][0][labels][0][value]",
    "transaction[labels][0][key]",
    "transaction[labels][0][value]",
];
