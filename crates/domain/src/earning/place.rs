//! What being somewhere earns (behaviour 3.14.1).

use super::{Earner, Grant, Rule, RuleKind, best};
use crate::Timestamp;
use crate::pos::GeoPoint;

/// The mean radius of the earth, in kilometres.
const EARTH: f64 = 6_371.0;

/// Of the rules whose circle the place is in only the one with the most points.
pub fn points_for_place(
    rules: &[Rule],
    place: &GeoPoint,
    earner: Earner<'_>,
    now: Timestamp,
) -> Option<Grant> {
    let points = |rule: &Rule| match &rule.kind {
        RuleKind::Geolocation { latitude, longitude, radius, points } => {
            let centre = [latitude.as_str(), longitude];
            is_within(centre, [&place.lat, &place.long], radius).then_some(*points)
        }
        _ => None,
    };
    best(rules.iter().filter(|it| it.applies(earner, now)), points)
}

/// Whether two places, by latitude and longitude in degrees, are at most so many kilometres apart:
/// by the haversine, which takes the earth for a ball. Geometry has floats; points have none.
fn is_within(one: [&str; 2], other: [&str; 2], kilometres: &str) -> bool {
    let degrees = |raw: &str| raw.parse::<f64>().map(f64::to_radians).ok();
    let read = |[lat, long]: [&str; 2]| degrees(lat).zip(degrees(long));
    let (Some((lat, long)), Some((other_lat, other_long)), Ok(radius)) =
        (read(one), read(other), kilometres.parse::<f64>())
    else {
        return false;
    };
    let half_chord = ((other_lat - lat) / 2.0).sin().powi(2)
        + lat.cos() * other_lat.cos() * ((other_long - long) / 2.0).sin().powi(2);
    let distance = 2.0 * EARTH * half_chord.sqrt().min(1.0).asin();
    distance <= radius
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances_are_those_of_the_map() {
        for (one, other, nearly, enough) in [
            // The demo's place.
            (["50", "15"], ["50", "15"], "0", "0.001"),
            (["50", "15"], ["50.03", "15"], "3.3", "3.4"),
            (["50", "15"], ["50", "15.055"], "3.9", "4"),
            // Warsaw and Wrocław.
            (["52.2297", "21.0122"], ["51.1079", "17.0385"], "301", "302"),
            // Over the date line, and to the other side of the ball.
            (["0", "179.99"], ["0", "-179.99"], "2.2", "2.3"),
            (["90", "0"], ["-90", "0"], "20015", "20016"),
            (["-90", "15"], ["-90", "-15"], "0", "0.001"),
        ] {
            assert!(is_within(one, other, enough), "{one:?} {other:?} {enough}");
            let is_same = nearly == "0";
            assert!(is_same || !is_within(one, other, nearly), "{one:?} {other:?} {nearly}");
        }
        assert!(!is_within(["north", "0"], ["0", "0"], "1"));
        assert!(!is_within(["0", "0"], ["0", "0"], "near"));
    }
}
