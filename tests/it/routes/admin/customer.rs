//! `admin/customer/…`

mod import;
