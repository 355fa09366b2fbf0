//! Takes a folder; creates the pictures that hard articles show.

use image::{ExtendedColorType, ImageEncoder};
use std::path::Path;

/// Writes the pictures that articles show.
pub fn write_pictures(folder: &Path) {
    let pictures = folder.join("pictures");
    std::fs::create_dir_all(&pictures).unwrap();
    let save = |name: &str, bytes: &[u8]| std::fs::write(pictures.join(name), bytes).unwrap();
    save("wide.png", &png(120, 40, ExtendedColorType::Rgb8, 3));
    save("grey.png", &png(30, 30, ExtendedColorType::L8, 1));
    save("clear.png", &png(40, 40, ExtendedColorType::Rgba8, 4));
    let mut tall = Vec::new();
    image::codecs::jpeg::JpegEncoder::new(&mut tall)
        .write_image(&[90; 40 * 150 * 3], 40, 150, ExtendedColorType::Rgb8)
        .unwrap();
    save("tall.jpg", &tall);
    let svg = |inside: &str| {
        format!("<svg xmlns='http://www.w3.org/2000/svg' width='200' height='90'>{inside}</svg>")
    };
    save(
        "paths.svg",
        svg("<path fill='#a33' d='M9 9h90v60z'/>").as_bytes(),
    );
    let shade = "<linearGradient id='g'><stop stop-color='#fff'/><stop offset='1'/></linearGradient><rect fill='url(#g)' width='200' height='90'/>";
    save("shade.svg", svg(shade).as_bytes());
}

fn png(width: u32, height: u32, colour: ExtendedColorType, channels: u32) -> Vec<u8> {
    let pixels: Vec<u8> = (0..width * height * channels).map(|n| n as u8).collect();
    let mut bytes = Vec::new();
    image::codecs::png::PngEncoder::new(&mut bytes)
        .write_image(&pixels, width, height, colour)
        .unwrap();
    bytes
}
