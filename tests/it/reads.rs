//! What storage answers, on every engine.

mod accounts;
mod agenda;
mod audit;
mod candidates;
mod directory;
mod filters;
mod invitations;
mod lists;
mod notes;
mod people;
mod principals;
mod records;
mod single;
mod sorting;
mod till;
