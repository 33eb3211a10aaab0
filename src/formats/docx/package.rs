//! The package: every part is named in `[Content_Types].xml`, and every part that another needs is in its
//! relationships.

use crate::formats::markup::Markup;
use jiff::civil::Date;
use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

/// Parts that differ from report to report.
pub struct Parts {
    pub document: String,
    pub styles: String,
    pub header: String,
    pub footer: String,
    pub charts: Vec<String>,
    pub core: String,
}

const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const WORD: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml";

/// What the document refers to beside its charts: id, sort, part.
const BESIDE: [(&str, &str, &str); 4] = [
    ("rIdStyles", "styles", "styles.xml"),
    ("rIdSettings", "settings", "settings.xml"),
    ("rIdHeader", "header", "header1.xml"),
    ("rIdFooter", "footer", "footer1.xml"),
];

/// The id by which the document refers to a chart.
pub fn chart_id(number: usize) -> String {
    format!("rIdChart{number}")
}

/// All parts, zipped without the time of day.
///
/// # Errors
/// None that depends on the report.
pub fn zipped(parts: &Parts) -> zip::result::ZipResult<Vec<u8>> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default());
    let mut add = |name: &str, text: &str| -> zip::result::ZipResult<()> {
        zip.start_file(name, options)?;
        zip.write_all(text.as_bytes())?;
        Ok(())
    };
    add("[Content_Types].xml", &types(parts.charts.len()))?;
    add("_rels/.rels", &relations_of_package())?;
    add("docProps/core.xml", &parts.core)?;
    add("word/document.xml", &parts.document)?;
    add("word/_rels/document.xml.rels", &relations_of_document(parts.charts.len()))?;
    add("word/styles.xml", &parts.styles)?;
    add("word/settings.xml", &settings())?;
    add("word/header1.xml", &parts.header)?;
    add("word/footer1.xml", &parts.footer)?;
    for (number, chart) in (1..).zip(&parts.charts) {
        add(&format!("word/charts/chart{number}.xml"), chart)?;
    }
    Ok(zip.finish()?.into_inner())
}

fn types(charts: usize) -> String {
    let mut xml = Markup::xml();
    xml.element("Types", &[("xmlns", &format!("{PACKAGE}/content-types"))], |types| {
        let rels = "application/vnd.openxmlformats-package.relationships+xml";
        types.empty("Default", &[("Extension", "rels"), ("ContentType", rels)]);
        types.empty("Default", &[("Extension", "xml"), ("ContentType", "application/xml")]);
        let mut part = |name: &str, media: &str| {
            types.empty("Override", &[("PartName", name), ("ContentType", media)]);
        };
        part("/docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml");
        part("/word/document.xml", &format!("{WORD}.document.main+xml"));
        for (name, sort) in
            [("styles", "styles"), ("settings", "settings"), ("header1", "header"), ("footer1", "footer")]
        {
            part(&format!("/word/{name}.xml"), &format!("{WORD}.{sort}+xml"));
        }
        for number in 1..=charts {
            let media = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml";
            part(&format!("/word/charts/chart{number}.xml"), media);
        }
    });
    xml.finish()
}

fn relations(all: &[(String, String, String)]) -> String {
    let mut xml = Markup::xml();
    xml.element("Relationships", &[("xmlns", &format!("{PACKAGE}/relationships"))], |relations| {
        for (id, sort, target) in all {
            relations.empty("Relationship", &[("Id", id), ("Type", sort), ("Target", target)]);
        }
    });
    xml.finish()
}

fn relations_of_package() -> String {
    let core = format!("{PACKAGE}/relationships/metadata/core-properties");
    relations(&[
        ("rId1".to_owned(), format!("{OFFICE}/officeDocument"), "word/document.xml".to_owned()),
        ("rId2".to_owned(), core, "docProps/core.xml".to_owned()),
    ])
}

fn relations_of_document(charts: usize) -> String {
    let beside = BESIDE
        .iter()
        .map(|(id, sort, part)| ((*id).to_owned(), format!("{OFFICE}/{sort}"), (*part).to_owned()));
    let drawn = (1..=charts)
        .map(|number| (chart_id(number), format!("{OFFICE}/chart"), format!("charts/chart{number}.xml")));
    relations(&beside.chain(drawn).collect::<Vec<_>>())
}

fn settings() -> String {
    let mut xml = Markup::xml();
    xml.element("w:settings", &[("xmlns:w", super::body::MAIN)], |settings| {
        settings.empty("w:defaultTabStop", &[("w:val", "420")]);
        settings.empty("w:characterSpacingControl", &[("w:val", "compressPunctuation")]);
        settings.element("w:compat", &[], |compat| {
            let word = "http://schemas.microsoft.com/office/word";
            let mode = [("w:name", "compatibilityMode"), ("w:uri", word), ("w:val", "15")];
            compat.empty("w:compatSetting", &mode);
        });
    });
    xml.finish()
}

/// Title, what it is of, and the day it was made.
pub fn core(title: &str, subject: &str, made_on: Date) -> String {
    let properties = format!("{PACKAGE}/metadata/core-properties");
    let names = [
        ("xmlns:cp", properties.as_str()),
        ("xmlns:dc", "http://purl.org/dc/elements/1.1/"),
        ("xmlns:dcterms", "http://purl.org/dc/terms/"),
        ("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance"),
    ];
    let made = format!("{made_on}T00:00:00Z");
    let mut xml = Markup::xml();
    xml.element("cp:coreProperties", &names, |core| {
        core.leaf("dc:title", &[], title);
        core.leaf("dc:subject", &[], subject);
        core.leaf("dc:creator", &[], "jiantu");
        core.leaf("dcterms:created", &[("xsi:type", "dcterms:W3CDTF")], &made);
        core.leaf("dcterms:modified", &[("xsi:type", "dcterms:W3CDTF")], &made);
    });
    xml.finish()
}
