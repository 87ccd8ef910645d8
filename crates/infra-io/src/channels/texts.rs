//! The words of messages: templates that are built in, and those that the operator put in their
//! place.

mod source;
#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};

use application::ports::{SendError, Template, Texts, Words};
use domain::locale::Locale;
use minijinja::value::Value;
use minijinja::{Environment, Error, UndefinedBehavior};

/// What a template may cost. The longest that is built in takes a fiftieth of it.
const FUEL: u64 = 10_000;

/// The locale that has every template.
const LAST: &str = "en";

/// The values that a template may name. One that there is none of is empty, and only these: the
/// card's number, the phone and the e-mail address of the temporary password's message.
pub(super) fn values_of(template: Template) -> &'static [&'static str] {
    match template {
        Template::ActivationEmail => &["program_name", "url", "username"],
        Template::ActivationSms | Template::PasswordResetSms | Template::PhoneChangeSms => {
            &["program_name", "number", "code"]
        }
        Template::TemporaryPasswordEmail => &[
            "program_name",
            "email",
            "loyalty_card_number",
            "phone",
            "password",
            "customer_panel_url",
        ],
        Template::TemporaryPasswordSms => &["program_name", "password"],
        Template::PasswordResetEmail | Template::InvitationSms => &["program_name", "url"],
        Template::InvitationEmail => &["program_name", "referrer_name", "url"],
        Template::NewPointsEmail => {
            &["program_name", "added_points_amount", "active_points_amount", "customer_panel_url"]
        }
        Template::NewLevelEmail => {
            &["program_name", "level_name", "level_discount", "customer_panel_url"]
        }
        Template::NewRewardEmail => &[
            "program_name",
            "reward_name",
            "reward_code",
            "reward_instructions",
            "customer_panel_url",
        ],
    }
}

/// The template whose file is called so, without locale and ending.
fn named(name: &str) -> Option<Template> {
    Template::ALL.iter().copied().find(|it| it.name() == name)
}

/// Templates in Jinja's language, by `<locale>/<name>.txt`. A file may open with `Subject: …` and
/// an empty line; `<name>.html` beside it is the same message in HTML.
pub struct Templates {
    environment: Environment<'static>,
}

/// Why the operator's own templates cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum BadTemplates {
    #[error("cannot read the templates in {}", .0.display())]
    Unreadable(PathBuf, #[source] std::io::Error),
    #[error("{} replaces no template: see templates/ in the source for their names", .0.display())]
    Unknown(PathBuf),
    #[error("the template {name} is broken: {said}")]
    Broken { name: String, said: String },
}

impl Templates {
    /// The built-in templates. Those in `folder` are used in their place, and must be sound.
    pub fn open(folder: Option<&Path>) -> Result<Self, BadTemplates> {
        let mut environment = Environment::new();
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        environment.set_fuel(Some(FUEL));
        let mut templates = Self { environment };
        for (locale, name, text) in source::BUILT_IN {
            templates.add(&format!("{locale}/{name}"), text)?;
        }
        for source::Own { name, text } in folder.map_or(Ok(vec![]), source::own)? {
            templates.add(&name, &text)?;
            templates.try_out(&name)?;
        }
        Ok(templates)
    }

    fn add(&mut self, name: &str, text: &str) -> Result<(), BadTemplates> {
        let (subject, body) = source::split(text);
        self.compile(name, body)?;
        if let Some(subject) = subject {
            self.compile(&subject_of(name), subject)?;
        }
        Ok(())
    }

    fn compile(&mut self, name: &str, text: &str) -> Result<(), BadTemplates> {
        let added = self.environment.add_template_owned(name.to_owned(), text.to_owned());
        added.map_err(|error| broken(name, &error))
    }

    /// Renders a template once, with every value that it will be given.
    fn try_out(&self, name: &str) -> Result<(), BadTemplates> {
        let file = name.split('/').next_back().and_then(|file| file.split('.').next());
        let values = file.and_then(named).map_or(&[][..], values_of);
        let values = Value::from_pairs(values.iter().map(|value| (*value, "1")));
        for part in [name.to_owned(), subject_of(name)] {
            if let Ok(template) = self.environment.get_template(&part) {
                template.render(values.clone()).map_err(|error| broken(name, &error))?;
            }
        }
        Ok(())
    }

    fn has(&self, name: &str) -> bool {
        self.environment.get_template(name).is_ok()
    }

    fn one(&self, name: &str, values: &Value) -> Result<Option<String>, SendError> {
        let Ok(template) = self.environment.get_template(name) else { return Ok(None) };
        // Without its details, which may quote a value.
        let never = |error: Error| {
            let line = error.line().map_or(String::new(), |line| format!(", line {line}"));
            SendError::Never(format!("the template {name} is broken: {}{line}", error.kind()))
        };
        template.render(values.clone()).map(Some).map_err(never)
    }
}

impl Texts for Templates {
    fn render(
        &self,
        template: Template,
        locale: &Locale,
        values: &[(&'static str, String)],
    ) -> Result<Words, SendError> {
        let name = template.name();
        let values = Value::from_pairs(values.iter().map(|(name, value)| (*name, value.as_str())));
        let wanted = [locale.as_str(), locale.language(), LAST];
        let files = wanted.map(|locale| format!("{locale}/{name}.txt"));
        let Some(file) = files.iter().find(|it| self.has(it)) else {
            return Err(SendError::Never(format!("there is no template {name}")));
        };
        let subject = self.one(&subject_of(file), &values)?.unwrap_or_default();
        let html = format!("{}.html", file.trim_end_matches(".txt"));
        Ok(Words {
            // One line, whatever the values are.
            subject: subject.split_whitespace().collect::<Vec<_>>().join(" "),
            text: self.one(file, &values)?.unwrap_or_default(),
            html: self.one(&html, &values)?,
        })
    }
}

fn subject_of(name: &str) -> String {
    format!("{name}#subject")
}

fn broken(name: &str, error: &Error) -> BadTemplates {
    BadTemplates::Broken { name: name.to_owned(), said: error.to_string() }
}
