//! What other programs take for a sign in Markdown, for who reads it and who writes it.

use super::breaks;

/// Whether a line is a statement of a module: `import X from '…'`, `export const …`.
pub(crate) fn is_module(line: &str) -> bool {
    let line = line.trim_end().trim_end_matches(';');
    let is_quoted = line.ends_with(['\'', '"']);
    let exports = ["const", "default", "function", "let", "var", "async"];
    line.strip_prefix("import ")
        .is_some_and(|rest| is_quoted && (rest.contains(" from ") || rest.starts_with(['\'', '"'])))
        || line
            .strip_prefix("export ")
            .and_then(|rest| rest.split(' ').next())
            .is_some_and(|word| exports.contains(&word))
}

/// The byte of a text at the head of a line, of which a backslash keeps all of the line
/// text: it would open a box, a title block, a list with letters, a caption.
pub(crate) fn opens_foreign(text: &str) -> Option<usize> {
    const SIGNS: [&str; 4] = ["!!! ", "??? ", "???+ ", "@def "];
    let mut commands = breaks::COMMANDS.iter().map(|(name, _)| name);
    if commands.any(|name| text.starts_with(name)) {
        return Some(0);
    }
    if SIGNS.iter().any(|sign| text.starts_with(sign)) || text.starts_with("% ") {
        return Some(0);
    }
    for key in ["table:", "title:"] {
        let given = text.get(..key.len());
        if given.is_some_and(|given| given.eq_ignore_ascii_case(key)) {
            return Some(key.len() - 1);
        }
    }
    let inner = text.strip_prefix(['(', '#']).unwrap_or(text);
    let is_enclosed = text.starts_with(['(', '#']);
    let word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '@' | '-' | '_');
    let end = inner.find(|c: char| !word(c))?;
    let after = inner.get(end..)?.strip_prefix(['.', ')'])?;
    let is_label =
        end == 1 || is_enclosed || inner.get(..end)?.chars().all(|c| "ivxlcIVXLC".contains(c));
    let is_list = is_label && after.starts_with(' ') && end < 20;
    is_list.then_some(match is_enclosed {
        true => 0,
        false => end,
    })
}

/// The length and the sign of the emoji whose name opens a text: `:tada:`.
pub(crate) fn emoji(text: &str) -> Option<(usize, &'static str)> {
    let inner = text.strip_prefix(':')?;
    let length = inner.find(':').filter(|length| *length < 24)?;
    let name = inner.get(..length)?;
    let (_, sign) = EMOJI.iter().find(|(known, _)| *known == name)?;
    Some((length + 2, sign))
}

/// The names of emoji that are typed most (GitHub, "gemoji"); any other stays as typed.
const EMOJI: [(&str, &str); 40] = [
    ("+1", "👍"),
    ("-1", "👎"),
    ("100", "💯"),
    ("art", "🎨"),
    ("bell", "🔔"),
    ("book", "📖"),
    ("boom", "💥"),
    ("bug", "🐛"),
    ("bulb", "💡"),
    ("clap", "👏"),
    ("coffee", "☕"),
    ("computer", "💻"),
    ("construction", "🚧"),
    ("eyes", "👀"),
    ("fire", "🔥"),
    ("gear", "⚙️"),
    ("globe_with_meridians", "🌐"),
    ("grin", "😁"),
    ("heart", "❤️"),
    ("heavy_check_mark", "✔️"),
    ("information_source", "ℹ️"),
    ("joy", "😂"),
    ("key", "🔑"),
    ("link", "🔗"),
    ("lock", "🔒"),
    ("memo", "📝"),
    ("package", "📦"),
    ("pencil", "📝"),
    ("pray", "🙏"),
    ("rocket", "🚀"),
    ("smile", "😄"),
    ("smiley", "😃"),
    ("sparkles", "✨"),
    ("star", "⭐"),
    ("tada", "🎉"),
    ("thumbsup", "👍"),
    ("warning", "⚠️"),
    ("wave", "👋"),
    ("white_check_mark", "✅"),
    ("x", "❌"),
];
