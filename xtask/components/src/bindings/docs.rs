//! Formats the documentation of the contract for a language.

/// Joins the lines of each paragraph, except items of lists and indented lines. If the text is longer than `short`
/// characters, the first sentence becomes a separate paragraph.
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

/// Breaks a paragraph into indented lines of at most `width` characters.
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
