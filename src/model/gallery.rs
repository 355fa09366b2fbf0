//! Takes a block; returns whether it is a gallery: a group of pictures that stand side by side in
//! rows.

use super::{Block, BlockKind};

/// The class of a group that is a gallery.
pub(crate) const GALLERY: &str = "gallery";
/// The pictures that make a row.
const FEWEST: usize = 2;

/// Whether a block asks to be a gallery.
pub(crate) fn asks_for_gallery(block: &Block) -> bool {
    matches!(block.kind, BlockKind::Div(_))
        && block
            .attributes
            .classes
            .iter()
            .any(|class| class == GALLERY)
}

/// Whether a block is a gallery: pictures, with at most paragraphs around them.
pub(crate) fn is_gallery(block: &Block) -> bool {
    asks_for_gallery(block) && matches!(&block.kind, BlockKind::Div(body) if can_be_gallery(body))
}

/// Whether blocks can be a gallery: two pictures or more, and nothing but paragraphs
/// besides.
pub(crate) fn can_be_gallery(body: &[Block]) -> bool {
    let is_known =
        |block: &Block| is_pictured(block) || matches!(block.kind, BlockKind::Paragraph(_));
    body.iter().all(is_known) && body.iter().filter(|block| is_pictured(block)).count() >= FEWEST
}

/// Whether a block is a figure that has a picture.
pub(crate) fn is_pictured(block: &Block) -> bool {
    matches!(&block.kind, BlockKind::Figure(figure) if figure.picture.is_some())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Figure, Node, Picture};
    use crate::source::Span;

    #[test]
    fn a_gallery_has_two_pictures_and_nothing_but_paragraphs_besides() {
        let figure = |picture: Option<&str>| {
            let picture = picture.map(|path| Picture::new(path, Span::default(), None));
            let figure = Figure {
                picture,
                ..Figure::default()
            };
            Block::new(Node::default(), BlockKind::Figure(figure))
        };
        let paragraph = || Block::new(Node::default(), BlockKind::Paragraph(Vec::new()));
        let rule = || Block::new(Node::default(), BlockKind::Rule);
        let is = |body: Vec<Block>, class: &str| {
            let mut block = Block::new(Node::default(), BlockKind::Div(body));
            block.attributes.classes = vec![class.to_owned()];
            is_gallery(&block)
        };
        let pair = || vec![figure(Some("a")), figure(Some("b"))];
        assert!(is(pair(), "gallery"));
        assert!(is([pair(), vec![paragraph()]].concat(), "gallery"));
        assert!(!is(pair(), "other"));
        assert!(!is([pair(), vec![rule()]].concat(), "gallery"));
        assert!(!is(vec![figure(Some("a")), figure(None)], "gallery"));
        assert!(!is(vec![figure(Some("a")), paragraph()], "gallery"));
    }
}
