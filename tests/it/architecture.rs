//! The layering, held by tests: who may depend on whom, and who may say what.
