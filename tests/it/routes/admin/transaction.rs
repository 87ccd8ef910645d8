//! `admin/transaction/…`

mod import;
