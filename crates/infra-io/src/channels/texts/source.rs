//! Where templates come from.

use std::fs;
use std::io;
use std::path::Path;

use domain::locale::Locale;

use super::{BadTemplates, named};

macro_rules! built_in {
    ($($locale:literal: $($name:literal)+;)+) => {
        /// Locale, file and text of each template in `templates/`.
        pub(super) const BUILT_IN: &[(&str, &str, &str)] = &[$($((
            $locale,
            concat!($name, ".txt"),
            include_str!(concat!("../../../templates/", $locale, "/", $name, ".txt")),
        )),+),+];
    };
}

built_in! {
    "en":
        "activation_email"
        "activation_sms"
        "temporary_password_email"
        "temporary_password_sms"
        "password_reset_email"
        "password_reset_sms"
        "phone_change_sms"
        "invitation_email"
        "invitation_sms"
        "new_points_email"
        "new_level_email"
        "new_reward_email";
    "pl":
        "activation_email"
        "activation_sms"
        "temporary_password_email"
        "temporary_password_sms"
        "password_reset_email"
        "password_reset_sms"
        "phone_change_sms"
        "invitation_email"
        "invitation_sms"
        "new_points_email"
        "new_level_email"
        "new_reward_email";
}

/// A template of the operator's.
pub(super) struct Own {
    /// `<locale>/<file>`
    pub name: String,
    pub text: String,
}

/// The operator's templates, from `<folder>/<locale>/<file>`.
pub(super) fn own(folder: &Path) -> Result<Vec<Own>, BadTemplates> {
    let unreadable = |path: &Path, error| BadTemplates::Unreadable(path.to_owned(), error);
    let mut found = Vec::new();
    for locale in names(folder).map_err(|error| unreadable(folder, error))? {
        let inside = folder.join(&locale);
        if Locale::parse(&locale).is_err() || !inside.is_dir() {
            return Err(BadTemplates::Unknown(inside));
        }
        for file in names(&inside).map_err(|error| unreadable(&inside, error))? {
            let path = inside.join(&file);
            if !is_known(&file) {
                return Err(BadTemplates::Unknown(path));
            }
            let text = fs::read_to_string(&path).map_err(|error| unreadable(&path, error))?;
            found.push(Own { name: format!("{locale}/{file}"), text });
        }
    }
    Ok(found)
}

/// What is in a folder. Hidden files and editors' copies are nobody's templates.
fn names(folder: &Path) -> io::Result<Vec<String>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        if !name.starts_with('.') && !name.ends_with('~') {
            found.push(name);
        }
    }
    found.sort();
    Ok(found)
}

fn is_known(file: &str) -> bool {
    let name = file.strip_suffix(".txt").or_else(|| file.strip_suffix(".html"));
    name.and_then(named).is_some()
}

/// The subject, if the text opens with one, and the rest.
pub(super) fn split(text: &str) -> (Option<&str>, &str) {
    let Some(rest) = text.strip_prefix("Subject:") else { return (None, text) };
    let (subject, body) = rest.split_once('\n').unwrap_or((rest, ""));
    (Some(subject.trim()), body.trim_start_matches(['\r', '\n']))
}
