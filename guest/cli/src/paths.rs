//! Paths: which of the folders that a command may read has a path in it, and which folders a file is in.

/// Returns the folders in which a path can be searched, each with the rest of the path below it; the nearest folder first.
///
/// The name of a folder is the start of the paths in it, as in `wasmtime run --dir specs`. Where no folder has a relative
/// name, relative paths start in the folder `/`. The host resolves `..`.
#[cfg(any(all(target_arch = "wasm32", not(feature = "language-server")), test))]
pub(crate) fn below<'n>(names: impl Iterator<Item = &'n str>, path: &str) -> Vec<(usize, String)> {
    let wanted = Parts::of(path);
    let names: Vec<Parts<'_>> = names.map(Parts::of).collect();
    let starts_in_root = !wanted.is_absolute && names.iter().all(|name| name.is_absolute);
    let mut found: Vec<(usize, usize, String)> = Vec::new();
    for (place, name) in names.into_iter().enumerate() {
        let is_root = name.is_absolute && name.parts.is_empty();
        if name.is_absolute != wanted.is_absolute && !(is_root && starts_in_root) {
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

/// A path without empty names and `.`: `./a//b/` is `a/b`.
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

/// Where a file or a folder is: the names from the root of the file system, or from the working directory where that is
/// not known. Symbolic links are not resolved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    /// Whether the names start at the root.
    is_rooted: bool,
    /// Steps up from the working directory, where the names start there.
    up: usize,
    names: Vec<String>,
}

impl Place {
    /// Returns the place of a path. A relative one starts in the working directory.
    pub(crate) fn of(path: &str, working_directory: Option<&str>) -> Self {
        let Parts { is_absolute, parts } = Parts::of(path);
        let base = working_directory.filter(|_| !is_absolute).map(|base| Parts::of(base).parts);
        let mut place = Place { is_rooted: is_absolute || base.is_some(), up: 0, names: Vec::new() };
        for part in base.into_iter().flatten().chain(parts) {
            match part {
                ".." if place.names.pop().is_some() || place.is_rooted => {}
                ".." => place.up += 1,
                name => place.names.push(name.to_owned()),
            }
        }
        place
    }

    /// Returns the folders that it is in, the nearest first.
    pub(crate) fn folders(&self) -> impl Iterator<Item = Place> {
        let lengths = (0..self.names.len()).rev();
        lengths.map(|length| {
            let names = self.names.get(..length).expect("it is at most the number of names").to_vec();
            Place { names, ..self.clone() }
        })
    }

    /// Returns the path from a folder to this place, which is in it or in a folder below; `None` for other places.
    pub(crate) fn below(&self, folder: &Place) -> Option<String> {
        let is_same_start = (self.is_rooted, self.up) == (folder.is_rooted, folder.up);
        let rest = self.names.strip_prefix(folder.names.as_slice()).filter(|_| is_same_start)?;
        Some(rest.join("/"))
    }

    /// Returns the path of a file in this folder: a relative one in the working directory and below, else an absolute one.
    pub(crate) fn join(&self, file: &str, working_directory: Option<&str>) -> String {
        let from_here = working_directory.and_then(|base| self.below(&Place::of(base, None)));
        let folder = match from_here {
            Some(path) => path,
            None if self.is_rooted => format!("/{}", self.names.join("/")),
            None => format!("{}{}", "../".repeat(self.up), self.names.join("/")),
        };
        match folder.as_str() {
            "" => file.to_owned(),
            folder => format!("{}/{file}", folder.trim_end_matches('/')),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Place, below};

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
        assert_eq!(found(&["/", "."], "a.yaml"), [at(1, "a.yaml")]);
        assert_eq!(found(&["/", "."], "/a.yaml"), [at(0, "a.yaml")]);
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

    fn folders(path: &str, working_directory: Option<&str>) -> Vec<(String, String)> {
        let place = Place::of(path, working_directory);
        let found = place.folders().map(|folder| {
            (folder.join("f", working_directory), place.below(&folder).expect("the folders of a file have it"))
        });
        found.collect()
    }

    fn pairs(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        pairs.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect()
    }

    #[test]
    fn folders_are_relative_in_the_working_directory_and_absolute_above() {
        let from_home = |path| folders(path, Some("/home/user"));
        assert_eq!(
            from_home("./specs/a.yaml"),
            pairs(&[
                ("specs/f", "a.yaml"),
                ("f", "specs/a.yaml"),
                ("/home/f", "user/specs/a.yaml"),
                ("/f", "home/user/specs/a.yaml"),
            ])
        );
        assert_eq!(
            from_home("specs/../../other/a"),
            pairs(&[("/home/other/f", "a"), ("/home/f", "other/a"), ("/f", "home/other/a")])
        );
        assert_eq!(from_home("/home/user/a"), pairs(&[("f", "a"), ("/home/f", "user/a"), ("/f", "home/user/a")]));
        assert_eq!(from_home("../../../../a"), pairs(&[("/f", "a")]));
        assert_eq!(folders("a", Some("/")), pairs(&[("f", "a")]));
    }

    #[test]
    fn without_a_working_directory_folders_are_as_in_the_path() {
        assert_eq!(folders("specs/a", None), pairs(&[("specs/f", "a"), ("f", "specs/a")]));
        assert_eq!(folders("../x/a", None), pairs(&[("../x/f", "a"), ("../f", "x/a")]));
        assert_eq!(folders("/data/a", None), pairs(&[("/data/f", "a"), ("/f", "data/a")]));
    }

    #[test]
    fn a_place_is_below_its_folders_and_no_others() {
        let place = |path| Place::of(path, Some("/home"));
        assert_eq!(place("a/b").below(&place("/home/a")), Some("b".to_owned()));
        assert_eq!(place("a").below(&place("a")), Some(String::new()));
        assert_eq!(place("ab").below(&place("a")), None);
        assert_eq!(Place::of("a", None).below(&Place::of("..", None)), None);
    }
}
