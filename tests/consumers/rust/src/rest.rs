//! The client, generated from the document while this crate is compiled.

progenitor::generate_api!(
    spec = "openapi-3.0.3.json",
    interface = Builder,
    inner_type = crate::signing::Credentials,
    pre_hook_async = crate::signing::sign,
);
