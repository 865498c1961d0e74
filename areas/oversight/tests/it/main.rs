mod api;
mod labels;
mod patient;
mod progress;
mod provenance;
