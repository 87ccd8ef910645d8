//! Real bytes, honest and otherwise.

use image::codecs::gif::GifEncoder;
use image::{Delay, Frame, GenericImageView, Rgb, RgbImage, RgbaImage};

use super::*;

/// Left half red, right half blue.
fn halves(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, _| {
        if x < width / 2 { Rgb([255, 0, 0]) } else { Rgb([0, 0, 255]) }
    })
}

fn as_bytes(picture: &RgbImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(vec![]);
    picture.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

/// An EXIF block that turns the picture by 90 degrees and holds `secret` as the place.
fn exif(secret: &[u8]) -> Vec<u8> {
    let mut block = b"Exif\0\0MM\0\x2a\0\0\0\x08\0\x01".to_vec();
    // Orientation, a short, one of them: 6.
    block.extend(b"\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0");
    block.extend(secret);
    block
}

fn jpeg_with_exif(secret: &[u8]) -> Vec<u8> {
    let plain = as_bytes(&halves(40, 20), ImageFormat::Jpeg);
    let block = exif(secret);
    let mut bytes = plain[..2].to_vec();
    bytes.extend(b"\xff\xe1");
    bytes.extend(u16::try_from(block.len() + 2).unwrap().to_be_bytes());
    bytes.extend(block);
    bytes.extend(&plain[2..]);
    bytes
}

fn holds(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|it| it == part)
}

async fn cleaned(bytes: Vec<u8>) -> Result<Picture, BadPicture> {
    Redrawing::default().clean(bytes).await
}

#[tokio::test]
async fn a_jpeg_stays_one_is_turned_upright_and_tells_nothing_of_its_place() {
    let secret = b"GPS-SENTINEL-52.2297N";
    let bytes = jpeg_with_exif(secret);
    assert!(holds(&bytes, secret));
    let clean = cleaned(bytes).await.unwrap();
    assert_eq!((clean.mime, clean.extension), ("image/jpeg", "jpg"));
    assert!(!holds(&clean.bytes, secret) && !holds(&clean.bytes, b"Exif"));
    let shown = image::load_from_memory(&clean.bytes).unwrap();
    assert_eq!(shown.dimensions(), (20, 40));
    // What was left is on top.
    let (top, bottom) = (shown.get_pixel(10, 5).0, shown.get_pixel(10, 35).0);
    assert!(top[0] > 200 && top[2] < 60, "{top:?}");
    assert!(bottom[2] > 200 && bottom[0] < 60, "{bottom:?}");
}

#[tokio::test]
async fn whatever_else_is_a_picture_becomes_a_png() {
    for format in [ImageFormat::Png, ImageFormat::Gif, ImageFormat::WebP] {
        let clean = cleaned(as_bytes(&halves(30, 10), format)).await.unwrap();
        assert_eq!((clean.mime, clean.extension), ("image/png", "png"), "{format:?}");
        let shown = image::load_from_memory_with_format(&clean.bytes, ImageFormat::Png).unwrap();
        assert_eq!(shown.dimensions(), (30, 10));
        assert_eq!(shown.get_pixel(2, 2).0[..3], [255, 0, 0], "{format:?}");
    }
}

#[tokio::test]
async fn large_pictures_are_reduced_and_small_ones_are_not_enlarged() {
    for (given, shown) in [((2048, 1024), (1024, 512)), ((10, 1025), (10, 1024)), ((3, 4), (3, 4))]
    {
        let picture = RgbImage::new(given.0, given.1);
        let clean = cleaned(as_bytes(&picture, ImageFormat::Png)).await.unwrap();
        let found = image::load_from_memory(&clean.bytes).unwrap().dimensions();
        assert_eq!(found, shown);
    }
}

#[tokio::test]
async fn of_an_animation_the_first_picture_is_shown() {
    let mut bytes = vec![];
    let mut encoder = GifEncoder::new(&mut bytes);
    for colour in [[255, 0, 0, 255], [0, 255, 0, 255]] {
        let picture = RgbaImage::from_pixel(8, 8, image::Rgba(colour));
        let pause = Delay::from_numer_denom_ms(100, 1);
        encoder.encode_frame(Frame::from_parts(picture, 0, 0, pause)).unwrap();
    }
    drop(encoder);
    let clean = cleaned(bytes).await.unwrap();
    assert_eq!(clean.mime, "image/png");
    let shown = image::load_from_memory(&clean.bytes).unwrap();
    assert_eq!(shown.get_pixel(4, 4).0[..3], [255, 0, 0]);
}

#[tokio::test]
async fn what_only_looks_like_a_picture_is_refused() {
    let png = as_bytes(&halves(200, 200), ImageFormat::Png);
    let jpeg = as_bytes(&halves(200, 200), ImageFormat::Jpeg);
    for (what, bytes) in [
        ("nothing", vec![]),
        ("a text", b"Just a text, called me.png".to_vec()),
        ("markup", b"<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>".to_vec()),
        ("a cut off PNG", png[..png.len() / 2].to_vec()),
        ("the head of a JPEG", jpeg[..30].to_vec()),
        ("a picture of another kind", b"BM\x3a\0\0\0\0\0\0\0\x36\0\0\0".to_vec()),
    ] {
        assert_eq!(cleaned(bytes).await, Err(BadPicture::NotAPicture), "{what}");
    }
}

/// A few bytes that claim to be 20,000 by 20,000 points, which would take more than a gigabyte.
#[tokio::test]
async fn a_bomb_is_refused_before_it_grows() {
    let mut png = as_bytes(&halves(8, 8), ImageFormat::Png);
    png[16..24].copy_from_slice(b"\0\0\x4e\x20\0\0\x4e\x20");
    let sum = crc32(&png[12..29]);
    png[29..33].copy_from_slice(&sum.to_be_bytes());
    let started = std::time::Instant::now();
    assert_eq!(cleaned(png).await, Err(BadPicture::NotAPicture));
    let mut gif = as_bytes(&halves(8, 8), ImageFormat::Gif);
    gif[6..10].copy_from_slice(b"\x20\x4e\x20\x4e");
    assert_eq!(cleaned(gif).await, Err(BadPicture::NotAPicture));
    assert!(started.elapsed() < Duration::from_secs(1), "{:?}", started.elapsed());
}

#[tokio::test]
async fn what_stands_behind_a_picture_goes() {
    for format in [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::Gif] {
        let mut bytes = as_bytes(&halves(16, 16), format);
        bytes.extend(b"<script>alert(1)</script>PK\x03\x04");
        let clean = cleaned(bytes).await.unwrap();
        assert!(!holds(&clean.bytes, b"<script>"), "{format:?}");
    }
}

#[tokio::test]
async fn of_many_some_are_told_to_come_again() {
    let mut pictures = Redrawing { patience: Duration::ZERO, ..Redrawing::default() };
    let places = Arc::clone(&pictures.places).acquire_many_owned(2).await.unwrap();
    let png = as_bytes(&halves(8, 8), ImageFormat::Png);
    assert_eq!(pictures.clean(png.clone()).await, Err(BadPicture::Busy));
    drop(places);
    pictures.patience = PATIENCE;
    assert!(pictures.clean(png).await.is_ok());
}

/// The sum at the end of a PNG's chunk.
fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |sum, byte| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| {
            if sum & 1 == 1 { (sum >> 1) ^ 0xedb8_8320 } else { sum >> 1 }
        })
    })
}
