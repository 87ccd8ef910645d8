//! Points, purchases and levels, on real storage and under a clock that the tests move.

mod machine;
mod papers;
mod programme;
mod races;
mod rewards;
