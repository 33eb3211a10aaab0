//! What a file is, by its first bytes; what its sender called it is not kept.

/// A media type with the usual ending of its files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Media {
    pub name: &'static str,
    pub ending: &'static str,
}

/// Beginnings of the files that offices send.
const KNOWN: &[(&[u8], &str, &str)] = &[
    (b"%PDF-", "application/pdf", "pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png", "png"),
    (b"\xff\xd8\xff", "image/jpeg", "jpg"),
    (b"GIF8", "image/gif", "gif"),
    // Also the newer files of office programs.
    (b"PK\x03\x04", "application/zip", "zip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage", "doc"),
];

impl Media {
    pub fn of(bytes: &[u8]) -> Self {
        let found = KNOWN.iter().find(|(beginning, ..)| bytes.starts_with(beginning));
        if let Some((_, name, ending)) = found {
            return office(bytes).unwrap_or(Self { name, ending });
        }
        Self { name: "application/octet-stream", ending: "bin" }
    }
}

/// A workbook or a document of the newer office programs tells by the names of its parts which it is.
fn office(bytes: &[u8]) -> Option<Media> {
    let has = |part: &[u8]| bytes.windows(part.len()).any(|window| window == part);
    if !bytes.starts_with(b"PK") {
        return None;
    }
    if has(b"word/document.xml") {
        let name = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
        return Some(Media { name, ending: "docx" });
    }
    has(b"xl/workbook.xml").then_some(Media {
        name: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ending: "xlsx",
    })
}

#[cfg(test)]
mod tests {
    use super::Media;

    #[test]
    fn files_are_known_by_their_beginning() {
        for (bytes, ending) in [
            (&b"%PDF-1.7 ..."[..], "pdf"),
            (b"\x89PNG\r\n\x1a\n....", "png"),
            (b"PK\x03\x04....word/document.xml...", "docx"),
            (b"PK\x03\x04....xl/workbook.xml...", "xlsx"),
            (b"PK\x03\x04....", "zip"),
            (b"<html><script>", "bin"),
            (b"", "bin"),
        ] {
            assert_eq!(Media::of(bytes).ending, ending);
        }
    }
}
