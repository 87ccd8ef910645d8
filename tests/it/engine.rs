//! Points, purchases and levels, on real storage and under a clock that the tests move.

mod crash;
mod examples;
mod ledger;
mod levels;
mod machine;
mod papers;
mod programme;
mod races;
mod reconciling;
mod returns;
mod rewards;
