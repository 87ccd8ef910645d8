//! The checked-in contract is the served one, and it is a good one.
