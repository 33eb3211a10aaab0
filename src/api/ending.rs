//! The end of a thing: a site is closed, a piece of equipment taken away. A change of state, with the day.

use crate::registry::RegistryError;
use jiff::civil::Date;
use serde_json::{Map, Value};

/// How the end of one kind of thing is called.
pub struct Ending {
    /// The member that holds the day.
    pub day: &'static str,
    /// The member that tells the state, and its word for the end.
    pub state: (&'static str, &'static str),
    /// The act, (Chinese, English).
    pub act: (&'static str, &'static str),
    /// What to do while the day has not come, (Chinese, English).
    pub until: (&'static str, &'static str),
}

impl Ending {
    /// The patch that ends the thing, of what the client told.
    ///
    /// # Errors
    /// The day is missing or has not come, or there is a member that does not belong here.
    pub fn patch(
        &self,
        members: Map<String, Value>,
        today: Date,
    ) -> Result<Map<String, Value>, RegistryError> {
        let mut members =
            LastDay { day: self.day, act: self.act, until: self.until }.patch(members, today)?;
        let (state, word) = self.state;
        members.insert(state.to_owned(), Value::from(word));
        Ok(members)
    }
}

/// The end of a thing whose day tells it all.
pub struct LastDay {
    /// The member that holds the day.
    pub day: &'static str,
    /// The act, (Chinese, English).
    pub act: (&'static str, &'static str),
    /// What to do while the day has not come, (Chinese, English).
    pub until: (&'static str, &'static str),
}

impl LastDay {
    /// The patch that ends the thing, of what the client told.
    ///
    /// # Errors
    /// As [`Ending::patch`].
    pub fn patch(
        &self,
        members: Map<String, Value>,
        today: Date,
    ) -> Result<Map<String, Value>, RegistryError> {
        let (act_zh, act_en) = self.act;
        let known = [self.day, "reason", "note", "effective_from"];
        if let Some(name) = members.keys().find(|name| !known.contains(&name.as_str())) {
            return Err(RegistryError::invalid(
                &format!("/{name}"),
                "unknown_field",
                format!("{act_zh}时只能给 {}、reason、note，没有“{name}”", self.day),
                format!("{act_en} takes {}, reason and note; there is no `{name}`", self.day),
            ));
        }
        let pointer = format!("/{}", self.day);
        let told = members.get(self.day).and_then(Value::as_str).and_then(|text| text.parse::<Date>().ok());
        let Some(day) = told else {
            return Err(RegistryError::invalid(
                &pointer,
                "missing",
                format!("请给出{act_zh}日期 {}，如 2026-05-31", self.day),
                format!("give the day of {act_en}, {}, such as 2026-05-31", self.day),
            ));
        };
        if day > today {
            return Err(RegistryError::invalid(
                &pointer,
                "in_the_future",
                format!("{day} 还没有到：到那天再{act_zh}，{}", self.until.0),
                format!("{day} has not come yet; tell of the {act_en} then, {}", self.until.1),
            ));
        }
        Ok(members)
    }
}
