//! Photographs without what their cameras wrote into them: place, time, device, owner.
//!
//! JPEG (ITU-T T.81, annex B) is a row of segments, PNG (ISO/IEC 15948) a row of chunks; those that carry metadata
//! are left out, and so is whatever follows the picture. The picture itself stays bit by bit; a JPEG that was to be
//! turned by its metadata no longer is.

use std::borrow::Cow;

/// Why a picture can not be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PhotoError {
    #[error("the picture is damaged")]
    Damaged,
    /// Its metadata can not be taken out here.
    #[error("pictures of this sort are not read")]
    Sort,
}

use PhotoError::Damaged;

const JPEG: &[u8] = b"\xff\xd8\xff";
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n";

/// The same file without metadata; what is no JPEG or PNG stays as it is.
///
/// # Errors
/// It begins as such a picture, and does not go on as one; or it is a picture whose metadata would stay (HEIF, AVIF,
/// WebP, TIFF).
pub fn without_metadata(bytes: &[u8]) -> Result<Cow<'_, [u8]>, PhotoError> {
    if bytes.starts_with(JPEG) {
        jpeg(bytes).map(Cow::Owned).ok_or(Damaged)
    } else if bytes.starts_with(PNG) {
        png(bytes).map(Cow::Owned).ok_or(Damaged)
    } else if is_other_picture(bytes) {
        Err(PhotoError::Sort)
    } else {
        Ok(Cow::Borrowed(bytes))
    }
}

fn is_other_picture(bytes: &[u8]) -> bool {
    let brand = bytes.get(4..12).and_then(|head| head.strip_prefix(b"ftyp"));
    let is_heif = brand.is_some_and(|brand| {
        [&b"heic"[..], b"heix", b"heim", b"heis", b"hevc", b"mif1", b"msf1", b"avif"].contains(&brand)
    });
    let is_webp = bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP");
    is_heif || is_webp || bytes.starts_with(b"II*\0") || bytes.starts_with(b"MM\0*")
}

fn jpeg(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut kept = bytes.get(..2)?.to_vec();
    let mut at = 2;
    loop {
        // Any number of 0xff may stand before a marker.
        while bytes.get(at)? == &0xff && bytes.get(at + 1)? == &0xff {
            at += 1;
        }
        let marker = *bytes.get(at + 1).filter(|_| bytes[at] == 0xff)?;
        match marker {
            // The end; thumbnails and other pictures that follow have metadata of their own.
            0xd9 => {
                kept.extend([0xff, 0xd9]);
                return Some(kept);
            }
            0xd0..=0xd8 | 0x01 => {
                kept.extend([0xff, marker]);
                at += 2;
            }
            _ => {
                let length = usize::from(u16::from_be_bytes([*bytes.get(at + 2)?, *bytes.get(at + 3)?]));
                let mut end = at + 2 + length;
                let segment = bytes.get(at..end).filter(|_| length >= 2)?;
                if tells_of_the_picture(marker) {
                    kept.extend(segment);
                }
                if marker == 0xda {
                    let scan = end;
                    end += scan_length(bytes.get(scan..)?)?;
                    kept.extend(&bytes[scan..end]);
                }
                at = end;
            }
        }
    }
}

/// Application segments and comments are left out, but for JFIF's head, the colour profile and Adobe's word on colour.
fn tells_of_the_picture(marker: u8) -> bool {
    !matches!(marker, 0xe1 | 0xe3..=0xed | 0xef | 0xfe)
}

/// Bytes of coded picture up to the next marker that is none of its own.
fn scan_length(bytes: &[u8]) -> Option<usize> {
    bytes.windows(2).position(|pair| pair[0] == 0xff && !matches!(pair[1], 0x00 | 0xd0..=0xd7 | 0xff))
}

fn png(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut kept = PNG.to_vec();
    let mut at = PNG.len();
    loop {
        let length: [u8; 4] = bytes.get(at..at + 4)?.try_into().ok()?;
        let end = at.checked_add(12)?.checked_add(usize::try_from(u32::from_be_bytes(length)).ok()?)?;
        let chunk = bytes.get(at..end)?;
        let name = &chunk[4..8];
        if !matches!(name, b"eXIf" | b"tEXt" | b"zTXt" | b"iTXt" | b"tIME") {
            kept.extend(chunk);
        }
        if name == b"IEND" {
            return Some(kept);
        }
        at = end;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn segment(marker: u8, body: &[u8]) -> Vec<u8> {
        let length = u16::try_from(body.len() + 2).unwrap().to_be_bytes();
        [&[0xff, marker], &length[..], body].concat()
    }

    /// A picture of two scans, with all that a camera may write.
    fn photograph() -> (Vec<u8>, Vec<u8>) {
        let (head, profile, table) =
            (segment(0xe0, b"JFIF\0"), segment(0xe2, b"ICC_PROFILE\0"), segment(0xdb, &[0; 65]));
        let scan = [segment(0xda, &[1, 1, 0, 0, 63, 0]), vec![7, 0xff, 0x00, 8, 0xff, 0xd0, 9]].concat();
        let exif = segment(0xe1, b"Exif\0\0 41.68 N 123.46 E");
        let begin: &[u8] = b"\xff\xd8";
        let end: &[u8] = b"\xff\xd9";
        let full = [
            begin,
            &head,
            &exif,
            &profile,
            &segment(0xfe, b"by Li"),
            &table,
            &scan,
            &exif,
            &scan,
            end,
            &exif,
            b"more",
        ]
        .concat();
        let plain = [begin, &head, &profile, &table, &scan, &scan, end].concat();
        (full, plain)
    }

    fn chunk(name: &[u8; 4], body: &[u8]) -> Vec<u8> {
        [&u32::try_from(body.len()).unwrap().to_be_bytes()[..], name, body, &[0; 4]].concat()
    }

    #[test]
    fn a_photograph_tells_nothing_but_its_picture() {
        let (full, plain) = photograph();
        assert_eq!(without_metadata(&full).unwrap(), plain);
        assert_eq!(without_metadata(&plain).unwrap(), plain, "once more changes nothing");
        for cut in 3..full.len() - 40 {
            assert_eq!(without_metadata(&full[..cut]), Err(Damaged), "cut at {cut}");
        }
    }

    #[test]
    fn a_png_keeps_its_picture() {
        let (ihdr, idat, iend) = (chunk(b"IHDR", &[1; 13]), chunk(b"IDAT", &[2; 40]), chunk(b"IEND", b""));
        let full = [PNG, &ihdr, &chunk(b"eXIf", b"place"), &chunk(b"tEXt", b"Author"), &idat, &iend, b"more"]
            .concat();
        assert_eq!(without_metadata(&full).unwrap(), [PNG, &ihdr, &idat, &iend].concat());
        assert_eq!(without_metadata(&full[..60]), Err(Damaged));
    }

    #[test]
    fn what_is_no_picture_stays() {
        assert_eq!(without_metadata(b"%PDF-1.7 Exif").unwrap(), &b"%PDF-1.7 Exif"[..]);
        for other in [&b"....ftypheic...."[..], b"RIFF....WEBPVP8 ", b"II*\0...."] {
            assert_eq!(without_metadata(other), Err(PhotoError::Sort));
        }
    }
}
