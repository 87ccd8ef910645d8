//! What is told about a customer, or by it, so that it may earn something.

use crate::form::{FormErrors, Given, Shape};
use crate::pos::{GeoPoint, parse_degrees};

/// Something that an operator's own program saw a customer do.
#[derive(Clone, Debug, Default)]
pub struct EventDraft {
    pub shape: Shape,
    pub name: Given,
}

/// Where a customer is.
#[derive(Clone, Debug, Default)]
pub struct PlaceDraft {
    pub shape: Shape,
    pub latitude: Given,
    pub longitude: Given,
}

/// What a customer scanned.
#[derive(Clone, Debug, Default)]
pub struct CodeDraft {
    pub shape: Shape,
    pub code: Given,
}

impl EventDraft {
    /// The name of the event.
    pub fn check(&self) -> Result<String, FormErrors> {
        one_line(self.shape, &self.name, "name")
    }
}

impl CodeDraft {
    pub fn check(&self) -> Result<String, FormErrors> {
        one_line(self.shape, &self.code, "code")
    }
}

impl PlaceDraft {
    pub fn check(&self) -> Result<GeoPoint, FormErrors> {
        let mut errors = FormErrors::default();
        if !self.shape.report(&mut errors) {
            return Err(errors);
        }
        let lat = self.latitude.required("latitude", &mut errors, |raw| parse_degrees(raw, 90.0));
        let long =
            self.longitude.required("longitude", &mut errors, |raw| parse_degrees(raw, 180.0));
        errors.none()?;
        let (Some(lat), Some(long)) = (lat, long) else { return Err(FormErrors::default()) };
        Ok(GeoPoint { lat, long })
    }
}

fn one_line(shape: Shape, given: &Given, path: &'static str) -> Result<String, FormErrors> {
    let mut errors = FormErrors::default();
    if !shape.report(&mut errors) {
        return Err(errors);
    }
    let line = given.required_line(path, &mut errors);
    errors.none()?;
    line.map(|it| it.as_str().to_owned()).ok_or_else(FormErrors::default)
}
