//! The words of the contract, laid out for a language.

/// Joins the lines of each paragraph; items of lists and indented lines stay. The first sentence is a paragraph of its own
/// if more follows, unless all of it has at most `short` characters.
pub(super) fn paragraphs(docs: &[String], short: usize) -> Vec<String> {
    let mut paragraphs: Vec<String> = Vec::new();
    for line in docs {
        let starts = line.is_empty() || line.starts_with(['-', ' ']);
        match paragraphs.last_mut().filter(|last| !starts && !last.is_empty()) {
            Some(last) => *last = format!("{last} {line}"),
            None => paragraphs.push(line.clone()),
        }
    }
    if let Some(first) = paragraphs.first()
        && (paragraphs.len() > 1 || first.chars().count() > short)
        && let Some((sentence, rest)) = first.split_once(". ")
    {
        let (sentence, rest) = (format!("{sentence}."), rest.to_owned());
        paragraphs.splice(..1, [sentence, String::new(), rest]);
    }
    paragraphs
}

/// Breaks a paragraph into lines of at most `width` characters, each with its indentation.
pub(super) fn filled(paragraph: &str, width: usize) -> Vec<String> {
    let text = paragraph.trim_start();
    let (lead, _) = paragraph.split_at(paragraph.len() - text.len());
    let hanging = if text.starts_with("- ") { "  " } else { "" };
    let mut lines = Vec::new();
    let mut line = lead.to_owned();
    for word in text.split(' ') {
        let is_first = line.trim_start().is_empty();
        if !is_first && line.chars().count() + 1 + word.chars().count() > width {
            lines.push(std::mem::replace(&mut line, format!("{lead}{hanging}{word}")));
        } else {
            line += if is_first { "" } else { " " };
            line += word;
        }
    }
    lines.push(line.trim_end().to_owned());
    lines
}
