//! Small pictures, as cameras and programs write them.

/// What the EXIF block of [`JPEG`] tells of the place.
pub const PLACE: &str = "GPS-SENTINEL-52.2297N-21.0122E";

/// 40 by 20 points, with an EXIF block that says where it was taken.
pub const JPEG: &[u8] = include_bytes!("pictures/place.jpg");

/// 8 by 8 points.
pub const PNG: &[u8] = include_bytes!("pictures/plain.png");
