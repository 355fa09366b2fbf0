//! Pressroom turns articles into PDF, EPUB and plain text.
#![forbid(unsafe_code)]
pub mod diag;
pub mod font;
pub mod geom;
pub mod image;
pub mod lang;
pub mod layout;
pub mod model;
pub mod read;
pub mod source;
pub mod style;
pub mod typography;
