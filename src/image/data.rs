//! Takes a `data:` URL (RFC 2397); returns its bytes.

use super::{MAX_BYTES, Problem};

/// The bytes of a `data:` address. They are held to the same limits as a file's.
///
/// # Errors
///
/// Where they are not what the address says, or too many.
pub(super) fn bytes(address: &str) -> Result<Vec<u8>, Problem> {
    let broken = |why: &str| Problem::Broken(why.to_owned());
    let rest = address.get(5..).unwrap_or("");
    let (about, data) = rest
        .split_once(',')
        .ok_or_else(|| broken("its address has no data"))?;
    if data.len() as u64 / 4 * 3 > MAX_BYTES {
        return Err(Problem::TooLarge(format!("{} bytes", data.len() / 4 * 3)));
    }
    let plain = percent(data);
    let mut words = about.split(';').map(str::trim);
    match words.any(|word| word.eq_ignore_ascii_case("base64")) {
        true => base64(&plain).ok_or_else(|| broken("its data is not Base64")),
        false => Ok(plain),
    }
}

/// What a text is with its escapes decoded (RFC 3986, 2.1).
fn percent(text: &str) -> Vec<u8> {
    let digit = |byte: Option<&u8>| byte.and_then(|byte| char::from(*byte).to_digit(16));
    let bytes = text.as_bytes();
    let mut plain = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        match (byte, digit(bytes.get(at + 1)), digit(bytes.get(at + 2))) {
            (b'%', Some(high), Some(low)) => {
                plain.push((high * 16 + low) as u8);
                at += 3;
            }
            (byte, _, _) => {
                plain.push(*byte);
                at += 1;
            }
        }
    }
    plain
}

/// Base64 with either alphabet, padded or not, white space passed over (RFC 4648, 4 and 5).
fn base64(text: &[u8]) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3);
    let (mut bits, mut count) = (0_u32, 0);
    let text = text.iter().filter(|byte| !byte.is_ascii_whitespace());
    for byte in text.take_while(|byte| **byte != b'=') {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            _ => return None,
        };
        bits = (bits << 6) | u32::from(value);
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push((bits >> count) as u8);
            bits &= (1 << count) - 1;
        }
    }
    (!bytes.is_empty()).then_some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn data_is_base64_or_percent_encoded() {
        let read = |address: &str| bytes(address).ok();
        let text = |address: &str| read(address).map(|b| String::from_utf8(b).unwrap());
        assert_eq!(text("data:;base64,aGVsbG8=").as_deref(), Some("hello"));
        assert_eq!(
            text("data:text/plain;BASE64,aGVs bG8").as_deref(),
            Some("hello")
        );
        assert_eq!(
            text("data:image/svg+xml,%3Csvg%2F%3E").as_deref(),
            Some("<svg/>")
        );
        assert_eq!(text("data:,a%b%4").as_deref(), Some("a%b%4"));
        assert_eq!(read("data:;base64,_-8="), Some(vec![0xff, 0xef]));
        for wrong in ["data:image/png", "data:;base64,a*b", "data:;base64,"] {
            assert!(matches!(bytes(wrong), Err(Problem::Broken(_))), "{wrong}");
        }
    }
}
