//! Texts in Chinese and English, and in which of them a reader wants them.

/// The same in Chinese and in English.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words {
    pub zh: String,
    pub en: String,
}

/// In which language a report is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    Chinese,
    English,
    /// Chinese first, English beside it.
    #[default]
    Both,
}

impl Language {
    pub const ALL: [Self; 3] = [Self::Chinese, Self::English, Self::Both];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Chinese => "zh",
            Self::English => "en",
            Self::Both => "both",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|language| language.as_str() == text)
    }
}

impl Words {
    pub fn new(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { zh: zh.into(), en: en.into() }
    }

    /// What is written alike in both, or known in one language only.
    pub fn same(text: impl Into<String>) -> Self {
        let text = text.into();
        Self { en: text.clone(), zh: text }
    }

    /// A name that may lack its English.
    pub fn named(zh: &str, en: Option<&str>) -> Self {
        Self::new(zh, en.unwrap_or(zh))
    }

    /// Both joined by the same text between them.
    pub fn and(&self, between: &str, other: &Self) -> Self {
        Self::new(format!("{}{between}{}", self.zh, other.zh), format!("{}{between}{}", self.en, other.en))
    }

    /// One after another, as each language separates them.
    pub fn list(all: impl IntoIterator<Item = Self>) -> Self {
        let (zh, en): (Vec<String>, Vec<String>) = all.into_iter().map(|one| (one.zh, one.en)).unzip();
        Self::new(zh.join("；"), en.join("; "))
    }

    pub fn is_empty(&self) -> bool {
        self.zh.is_empty() && self.en.is_empty()
    }

    /// In one line.
    pub fn inline(&self, language: Language) -> String {
        self.joined(language, " / ")
    }

    /// Short words side by side, without anything between them.
    pub fn beside(&self, language: Language) -> String {
        self.joined(language, " ")
    }

    /// A line for each language.
    pub fn lines(&self, language: Language) -> String {
        self.joined(language, "\n")
    }

    /// The one text, or both where they differ.
    pub fn parts(&self, language: Language) -> Vec<(&'static str, &str)> {
        match language {
            Language::Chinese => vec![("zh", &self.zh)],
            Language::English => vec![("en", &self.en)],
            Language::Both if self.zh == self.en => vec![("zh", &self.zh)],
            Language::Both => vec![("zh", &self.zh), ("en", &self.en)],
        }
    }

    fn joined(&self, language: Language, between: &str) -> String {
        self.parts(language).into_iter().map(|(_, text)| text).collect::<Vec<_>>().join(between)
    }
}

#[cfg(test)]
mod tests {
    use super::{Language, Words};

    #[test]
    fn both_languages_unless_they_say_the_same() {
        let words = Words::new("区", "district");
        let all = Language::ALL.map(|language| words.inline(language));
        assert_eq!(all, ["区", "district", "区 / district"]);
        assert_eq!(words.lines(Language::Both), "区\ndistrict");
        assert_eq!(Words::same("2025").inline(Language::Both), "2025");
        assert_eq!(Words::list([words, Words::new("市", "city")]).inline(Language::Chinese), "区；市");
    }

    #[test]
    fn a_language_is_found_by_its_word_only() {
        for language in Language::ALL {
            assert_eq!(Language::parse(language.as_str()), Some(language));
        }
        assert_eq!(Language::parse("ZH"), None);
    }
}
