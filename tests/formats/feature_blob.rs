//! Features of a layer come back from the database as they went in.

use geo_types::{Geometry, Point, polygon};
use jiantu::formats::feature_blob::{Writer, read};
use jiantu::formats::{BlobError, Record, Value};
use std::sync::Arc;

#[test]
fn features_come_back_equal() {
    let fields = vec![
        (Arc::from("名称"), Value::Text("一号\n楼 \"A\"".to_owned())),
        (Arc::from("cost"), Value::Number(0.1)),
        (Arc::from("floors"), Value::Integer(-3)),
        (Arc::from("empty"), Value::Null),
        (Arc::from("list"), Value::Json(serde_json::json!([1, {"a": null}]))),
    ];
    let area = polygon![(x: 123.1, y: 41.1), (x: 123.2, y: 41.1), (x: 123.2, y: 41.2), (x: 123.1, y: 41.1)];
    let records = [
        Record { row: 1, id: Some("a".to_owned()), geometry: Some(Geometry::Polygon(area)), fields },
        Record {
            row: 2,
            id: None,
            geometry: Some(Geometry::Point(Point::new(-0.0000001, 41.6))),
            fields: Vec::new(),
        },
    ];
    let mut writer = Writer::default();
    for record in &records {
        writer.add(record).unwrap();
    }
    assert_eq!(writer.count(), 2);
    assert_eq!(read(&writer.finish().unwrap()).unwrap(), records);
}

#[test]
fn what_is_no_layer_is_refused() {
    assert!(read(&Writer::default().finish().unwrap()).unwrap().is_empty());
    assert!(matches!(read(b"JTNW\x01"), Err(BlobError::Other(_))));
    assert_eq!(read(b"JTFT\x01no zlib"), Err(BlobError::Damaged));
}
