//! The admission webhook in its hosts: a server with `wasi:http` answers as the library does.

mod http;

use k8s_backup_target_testdata::admission::{self, Answer};

#[test]
fn it_imports_only_what_it_uses() {
    let (imports, exports) = http::names();
    assert_eq!(
        imports,
        ["wasi:cli/environment@0.2.12", "wasi:http/types@0.2.12", "wasi:io/error@0.2.12", "wasi:io/streams@0.2.12",]
    );
    assert_eq!(exports, ["wasi:http/incoming-handler@0.2.12"]);
}

#[test]
fn the_component_answers_every_request_as_expected() {
    admission::compare(|case| {
        let variables = case.variables.clone();
        let Answer { status, mut headers, body } = http::send(variables, &case.method, &case.path, &case.body);
        let length = headers.iter().position(|(name, _)| name == "content-length").expect("a length");
        assert_eq!(headers.remove(length).1, body.len().to_string());
        Answer { status, headers, body }
    });
}

#[test]
fn a_body_that_is_too_large_is_refused_before_its_end() {
    let answer = http::send(Vec::new(), "POST", "/validate", &vec![b' '; 16 << 20]);
    assert_eq!((answer.status, &*answer.body), (413, "the body is larger than 8 MiB\n"));
}

#[test]
fn a_request_that_ends_before_its_end_has_no_answer() {
    assert_eq!(http::send_interrupted("POST", "/validate", b"{"), "ConnectionTerminated");
}
