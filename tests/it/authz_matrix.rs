//! Every operation for every kind of caller.
