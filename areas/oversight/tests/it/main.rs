mod api;
mod progress;
mod provenance;
