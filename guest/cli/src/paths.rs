//! Which of the folders that a command is given has a path in it.

/// The folders in which a path can be looked for, each with the rest of the path below it; the nearest folder first.
///
/// A name of a folder is the beginning of the paths in it, as in `wasmtime run --dir specs`. The folder `/` is where
/// relative paths start, too. A path with `..` is left to who opens it.
pub(crate) fn below<'n>(names: impl Iterator<Item = &'n str>, path: &str) -> Vec<(usize, String)> {
    let wanted = Parts::of(path);
    let mut found: Vec<(usize, usize, String)> = Vec::new();
    for (place, name) in names.enumerate() {
        let name = Parts::of(name);
        let is_root = name.is_absolute && name.parts.is_empty();
        if name.is_absolute != wanted.is_absolute && !is_root {
            continue;
        }
        if let Some(rest) = wanted.parts.strip_prefix(name.parts.as_slice()) {
            let rest = if rest.is_empty() { ".".to_owned() } else { rest.join("/") };
            found.push((name.parts.len(), place, rest));
        }
    }
    // A stable sort: of folders with the same name, the first stays first.
    found.sort_by_key(|(length, _, _)| std::cmp::Reverse(*length));
    found.into_iter().map(|(_, place, rest)| (place, rest)).collect()
}

/// A path without what says nothing: `./a//b/` is `a/b`.
struct Parts<'p> {
    is_absolute: bool,
    parts: Vec<&'p str>,
}

impl<'p> Parts<'p> {
    fn of(path: &'p str) -> Self {
        let parts = path.split('/').filter(|part| !matches!(*part, "" | ".")).collect();
        Parts { is_absolute: path.starts_with('/'), parts }
    }
}

#[cfg(test)]
mod tests {
    use super::below;

    fn found(names: &[&str], path: &str) -> Vec<(usize, String)> {
        below(names.iter().copied(), path)
    }

    #[test]
    fn a_path_is_looked_for_in_the_nearest_folder_first() {
        let at = |place, rest: &str| (place, rest.to_owned());
        assert_eq!(found(&["."], "specs/a.yaml"), [at(0, "specs/a.yaml")]);
        assert_eq!(found(&[".", "specs"], "./specs//a.yaml"), [at(1, "a.yaml"), at(0, "specs/a.yaml")]);
        assert_eq!(found(&["specs/"], "specs"), [at(0, ".")]);
        assert_eq!(found(&["spec"], "specs/a.yaml"), []);
        assert_eq!(found(&["/data"], "/data/a.yaml"), [at(0, "a.yaml")]);
        assert_eq!(found(&["/"], "a.yaml"), [at(0, "a.yaml")]);
        assert_eq!(found(&["/", "."], "a.yaml"), [at(0, "a.yaml"), at(1, "a.yaml")]);
        assert_eq!(found(&[".."], "../a.yaml"), [at(0, "a.yaml")]);
    }

    #[test]
    fn an_absolute_path_is_in_no_relative_folder() {
        assert_eq!(found(&["."], "/etc/passwd"), []);
        assert_eq!(found(&["/data"], "data/a.yaml"), []);
    }

    #[test]
    fn a_path_that_leads_out_is_handed_on_as_it_is() {
        assert_eq!(found(&["."], "../a.yaml"), [(0, "../a.yaml".to_owned())]);
        assert_eq!(found(&["specs"], "specs/../../a.yaml"), [(0, "../../a.yaml".to_owned())]);
    }
}
