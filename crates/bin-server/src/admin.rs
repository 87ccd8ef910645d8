//! Administrators, made by the operator.

use std::io::{self, IsTerminal};

use application::admins::{NewAdmin, create as create_admin};
use application::error::Error;
use domain::form::FormErrors;

use crate::cli::AdminCreateArgs;
use crate::failure::Failure;
use crate::house::House;
use crate::{configured, print};

/// `laurel admin create`.
pub async fn create(args: AdminCreateArgs) -> Result<(), Failure> {
    let AdminCreateArgs { username, email, role, password_stdin, storage } = args;
    let config = configured(&storage.place.overrides(None), storage.config.as_deref())?;
    let password = if password_stdin { first_line(io::stdin().lines())? } else { ask()? };
    let done = format!("{username} can sign in now.");

    let house = House::open(&config).await?;
    let made = create_admin(&house.ports, NewAdmin { username, email, password, role }).await;
    house.close().await?;
    match made {
        Ok(_) => print(&done),
        Err(Error::Form(errors)) => Err(Failure::Refused(in_words(errors))),
        Err(error) => Err(error.into()),
    }
}

fn first_line(mut lines: impl Iterator<Item = io::Result<String>>) -> Result<String, Failure> {
    Ok(lines.next().transpose()?.unwrap_or_default())
}

fn ask() -> Result<String, Failure> {
    if !io::stdin().is_terminal() {
        return Err(Failure::Usage("no terminal to ask for the password: use --password-stdin"));
    }
    let password = rpassword::prompt_password("Password: ")?;
    if rpassword::prompt_password("Again: ")? != password {
        return Err(Failure::Refused("the two passwords differ".to_owned()));
    }
    Ok(password)
}

fn in_words(errors: FormErrors) -> String {
    let FormErrors { root, fields } = errors;
    let fields = fields.into_iter().map(|it| format!("{}: {}", it.path, it.message));
    root.into_iter().map(String::from).chain(fields).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_password_is_the_first_line_of_standard_input() {
        let read = |text: &str| first_line(io::BufRead::lines(text.as_bytes())).unwrap();
        assert_eq!(read("Str0ng!pass\nmore\n"), "Str0ng!pass");
        assert_eq!(read(""), "");
    }

    #[test]
    fn everything_wrong_is_said_in_one_line() {
        let mut errors = FormErrors::default();
        errors.field("email", "Bad.");
        errors.field("role", "Unknown.");
        assert_eq!(in_words(errors), "email: Bad. role: Unknown.");
    }
}
