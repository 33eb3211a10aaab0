//! What report somebody asks for.

use crate::domain::time::Micros;
use crate::formats::report::Language;
use jiff::civil::Date;

/// The form of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    Xlsx,
    Docx,
    Html,
    Json,
    Csv,
}

impl Form {
    pub const ALL: [Self; 5] = [Self::Xlsx, Self::Docx, Self::Html, Self::Json, Self::Csv];

    /// The word in questions, and the ending of files.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Xlsx => "xlsx",
            Self::Docx => "docx",
            Self::Html => "html",
            Self::Json => "json",
            Self::Csv => "csv",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|form| form.as_str() == text)
    }

    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Html => "text/html; charset=utf-8",
            Self::Json => "application/json",
            Self::Csv => "text/csv; charset=utf-8; header=present",
        }
    }
}

/// Which report.
#[derive(Clone, Debug, PartialEq)]
pub struct Request {
    pub form: Form,
    /// Without a day the plan's end, or today while it runs.
    pub as_of: Option<Date>,
    pub known_at: Option<Micros>,
    pub language: Language,
    /// One division with what lies in it, instead of the whole.
    pub division: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::Form;

    #[test]
    fn a_form_is_found_by_its_word() {
        for form in Form::ALL {
            assert_eq!(Form::parse(form.as_str()), Some(form));
        }
        assert_eq!(Form::parse("pdf"), None);
    }
}
