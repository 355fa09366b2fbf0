//! Takes the objects of a PDF; returns the identifier of the file (ISO 32000-1, 14.4): the same
//! content gives the same identifier, other content another.
//!
//! The identifier is a hash of the objects in this form, which is Pressroom's own and
//! does not depend on how a library writes, names or orders them:
//!
//! * the label of the form, [`FORM`];
//! * each object in the order of its number: number, generation, value;
//! * a value is a letter for its type, then what it holds. Whole numbers are eight
//!   bytes and fractions four, the high byte first. Names, strings and content are
//!   their length and their bytes; arrays and dictionaries their length and their
//!   values, dictionaries in the order of their keys.
//!
//! Another form gets another label, and so gives all files other identifiers.

use super::object::hexadecimal;
use crate::hash::Fnv128;
use lopdf::{Dictionary, Document, Object, ObjectId};

/// The label of the form that is hashed.
const FORM: &[u8] = b"pressroom pdf 1";

/// The two identifiers of a file that has not been changed since it was made.
pub(super) fn identifier(document: &Document) -> Object {
    let mut form = Form(Fnv128::new());
    form.bytes(FORM);
    for (id, object) in &document.objects {
        form.id(*id);
        form.value(object);
    }
    let bytes = form.0.value().to_be_bytes().to_vec();
    let id = hexadecimal(bytes);
    Object::Array(vec![id.clone(), id])
}

struct Form(Fnv128);

impl Form {
    fn value(&mut self, object: &Object) {
        match object {
            Object::Null => self.kind(b'n'),
            Object::Boolean(value) => {
                self.kind(b'b');
                self.number((*value).into());
            }
            Object::Integer(value) => {
                self.kind(b'i');
                self.number(*value);
            }
            Object::Real(value) => {
                self.kind(b'r');
                self.0.feed(&value.to_be_bytes());
            }
            Object::Name(name) => {
                self.kind(b'/');
                self.bytes(name);
            }
            // Literal or hexadecimal, a string says the same.
            Object::String(text, _) => {
                self.kind(b'(');
                self.bytes(text);
            }
            Object::Array(values) => {
                self.kind(b'[');
                self.length(values.len());
                values.iter().for_each(|value| self.value(value));
            }
            Object::Dictionary(dictionary) => self.dictionary(dictionary),
            Object::Stream(stream) => {
                self.kind(b's');
                self.dictionary(&stream.dict);
                self.bytes(&stream.content);
            }
            Object::Reference(id) => {
                self.kind(b'R');
                self.id(*id);
            }
        }
    }

    fn dictionary(&mut self, dictionary: &Dictionary) {
        let mut entries: Vec<(&Vec<u8>, &Object)> = dictionary.iter().collect();
        entries.sort_by_key(|(key, _)| *key);
        self.kind(b'<');
        self.length(entries.len());
        for (key, value) in entries {
            self.bytes(key);
            self.value(value);
        }
    }

    fn kind(&mut self, letter: u8) {
        self.0.feed(&[letter]);
    }

    fn id(&mut self, (number, generation): ObjectId) {
        self.number(number.into());
        self.number(generation.into());
    }

    fn bytes(&mut self, bytes: &[u8]) {
        self.length(bytes.len());
        self.0.feed(bytes);
    }

    fn length(&mut self, length: usize) {
        self.0.feed(&(length as u64).to_be_bytes());
    }

    fn number(&mut self, number: i64) {
        self.0.feed(&number.to_be_bytes());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use lopdf::{Stream, StringFormat, dictionary};

    /// A document with a value of each type.
    fn document() -> Document {
        let mut document = Document::new();
        document.add_object(dictionary! {
            "Name" => Object::Name(b"N".to_vec()),
            "Text" => Object::string_literal("text"),
            "List" => vec![1.into(), Object::Real(0.5), true.into(), Object::Null],
            "Of" => Object::Reference((2, 0)),
        });
        document.add_object(Stream::new(dictionary! {"Width" => 3}, b"content".to_vec()));
        document
    }

    fn hex(document: &Document) -> String {
        let id = identifier(document);
        let first = &id.as_array().unwrap()[0];
        let bytes = first.as_str().unwrap();
        bytes.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    #[test]
    fn the_form_that_is_hashed_stays_as_it_is() {
        assert_eq!(hex(&document()), "433508b2132c8bbcca8a8387144a0c9b");
    }

    #[test]
    fn order_and_spelling_change_no_identifier() {
        let mut other = document();
        let first = other.get_dictionary_mut((1, 0)).unwrap();
        let name = first.remove(b"Name").unwrap();
        first.set("Name", name);
        first.set(
            "Text",
            Object::String(b"text".to_vec(), StringFormat::Hexadecimal),
        );
        assert_eq!(hex(&other), hex(&document()));
    }

    #[test]
    fn every_value_counts() {
        let other = |change: &dyn Fn(&mut Dictionary)| {
            let mut other = document();
            change(other.get_dictionary_mut((1, 0)).unwrap());
            hex(&other)
        };
        let mut wider = document();
        if let Ok(Object::Stream(stream)) = wider.get_object_mut((2, 0)) {
            stream.dict.set("Width", 4);
        }
        let mut drawn = document();
        if let Ok(Object::Stream(stream)) = drawn.get_object_mut((2, 0)) {
            stream.content.push(b'.');
        }
        let all = [
            hex(&document()),
            other(&|d| d.set("Name", Object::Name(b"M".to_vec()))),
            other(&|d| d.set("Text", Object::string_literal("Text"))),
            other(&|d| d.set("List", vec![1.into(), Object::Real(0.25)])),
            other(&|d| d.set("Of", Object::Reference((3, 0)))),
            other(&|d| d.set("More", Object::Null)),
            hex(&wider),
            hex(&drawn),
        ];
        let different: std::collections::BTreeSet<&String> = all.iter().collect();
        assert_eq!(different.len(), all.len());
    }
}
