#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| (k8s_backup_target_properties::ADMISSION.holds)(input));
