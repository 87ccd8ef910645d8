//! The layering and the house style, as far as a program can judge them.

mod dependencies;
mod sources;
