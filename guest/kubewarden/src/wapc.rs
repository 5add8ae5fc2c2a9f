//! The calls between the policy server and the policy: waPC. The crate `wapc-guest` also imports calls to the host and to
//! its log, which this policy does not make.

#![expect(unsafe_code, reason = "the host reads and writes memory at pointers")]

#[link(wasm_import_module = "wapc")]
unsafe extern "C" {
    /// Writes the name of the operation and the payload of the present call.
    fn __guest_request(operation: *mut u8, payload: *mut u8);
    /// Reads the answer to the present call.
    fn __guest_response(answer: *const u8, length: usize);
    /// Reads why the present call fails.
    fn __guest_error(error: *const u8, length: usize);
}

/// Answers a call. The host says how long the name of the operation and the payload are. Returns 1, or 0 after an error.
#[unsafe(no_mangle)]
extern "C" fn __guest_call(operation_length: usize, payload_length: usize) -> i32 {
    let (mut operation, mut payload) = (vec![0; operation_length], vec![0; payload_length]);
    // SAFETY: the host writes exactly as many bytes as it has said.
    unsafe { __guest_request(operation.as_mut_ptr(), payload.as_mut_ptr()) };
    match crate::answer(&operation, &payload) {
        Ok(answer) => {
            // SAFETY: the host reads these bytes before it returns.
            unsafe { __guest_response(answer.as_ptr(), answer.len()) };
            1
        }
        Err(error) => {
            // SAFETY: the host reads these bytes before it returns.
            unsafe { __guest_error(error.as_ptr(), error.len()) };
            0
        }
    }
}
