#![no_main]

use k8s_backup_target_properties::COMPONENT;

// The component is compiled before the first input, so that its time does not count as that of an input.
libfuzzer_sys::fuzz_target!(init: (COMPONENT.holds)(b""), |input: &[u8]| (COMPONENT.holds)(input));
