//! Rendering with the fonts of the machine; without fonts the tests say so and fail.

mod matrix;
mod render;
