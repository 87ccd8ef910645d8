//! Pictures, drawn anew (behaviour 3.21).

use std::io::Cursor;
use std::sync::Arc;
use std::time::Duration;

use application::ports::{BadPicture, Picture, Pictures};
use async_trait::async_trait;
use image::codecs::jpeg::JpegEncoder;
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageError, ImageFormat, ImageReader, Limits};
use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;
use tokio::time::timeout;

/// The widest and the highest that is read.
const LARGEST_SIDE: u32 = 6000;

/// The most memory that a picture may take: 6000 by 6000 points of four bytes, and some more.
const MOST_BYTES: u64 = 160 * 1024 * 1024;

/// The widest and the highest that is shown.
const SHOWN_SIDE: u32 = 1024;

const JPEG_QUALITY: u8 = 90;

/// How many are read at a time: each may take much memory.
const AT_A_TIME: usize = 2;

/// How long a caller waits for its turn.
const PATIENCE: Duration = Duration::from_secs(3);

/// Reads PNG, JPEG, GIF and WebP, a few at a time.
#[derive(Clone, Debug)]
pub struct Redrawing {
    places: Arc<Semaphore>,
    patience: Duration,
}

impl Default for Redrawing {
    fn default() -> Self {
        Self { places: Arc::new(Semaphore::new(AT_A_TIME)), patience: PATIENCE }
    }
}

#[async_trait]
impl Pictures for Redrawing {
    async fn clean(&self, bytes: Vec<u8>) -> Result<Picture, BadPicture> {
        let place = timeout(self.patience, Arc::clone(&self.places).acquire_owned()).await;
        let Ok(Ok(place)) = place else { return Err(BadPicture::Busy) };
        let drawn = spawn_blocking(move || {
            // Also when nobody waits for the picture any more, it takes its place until it is done.
            let _place = place;
            redraw(&bytes)
        });
        // A decoder that gives up in panic has met something that is no picture.
        drawn.await.ok().and_then(Result::ok).ok_or(BadPicture::NotAPicture)
    }
}

/// The first picture of an animation stands for all of it.
fn redraw(bytes: &[u8]) -> Result<Picture, ImageError> {
    let format = image::guess_format(bytes)?;
    let mut limits = Limits::default();
    limits.max_image_width = Some(LARGEST_SIDE);
    limits.max_image_height = Some(LARGEST_SIDE);
    limits.max_alloc = Some(MOST_BYTES);
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    reader.limits(limits.clone());
    let mut decoder = reader.into_decoder()?;
    let (width, height) = decoder.dimensions();
    limits.check_dimensions(width, height)?;
    limits.reserve(decoder.total_bytes())?;
    // How the camera was held is told beside the picture, and goes with all that is told there.
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let mut picture = DynamicImage::from_decoder(decoder)?;
    if width > SHOWN_SIDE || height > SHOWN_SIDE {
        picture = picture.thumbnail(SHOWN_SIDE, SHOWN_SIDE);
    }
    picture.apply_orientation(orientation);
    encode(&picture, format)
}

fn encode(picture: &DynamicImage, format: ImageFormat) -> Result<Picture, ImageError> {
    let mut bytes = Cursor::new(vec![]);
    if format == ImageFormat::Jpeg {
        let encoder = JpegEncoder::new_with_quality(&mut bytes, JPEG_QUALITY);
        picture.to_rgb8().write_with_encoder(encoder)?;
        let bytes = bytes.into_inner();
        return Ok(Picture { bytes, mime: "image/jpeg", extension: "jpg" });
    }
    if picture.color().has_alpha() {
        picture.to_rgba8().write_to(&mut bytes, ImageFormat::Png)?;
    } else {
        picture.to_rgb8().write_to(&mut bytes, ImageFormat::Png)?;
    }
    Ok(Picture { bytes: bytes.into_inner(), mime: "image/png", extension: "png" })
}

#[cfg(test)]
mod tests;
