//! Takes an article and an output; exports one to the other in one call.
//!
//! ```sh
//! cargo run --example one_call -- articles/fr-guillemets.md story.pdf
//! ```

use std::env;
use std::error::Error;
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [article, output] = arguments.as_slice() else {
        eprintln!("usage: one_call ARTICLE OUTPUT.pdf|.epub|.txt");
        return ExitCode::from(2);
    };
    match pressroom::export(article, output) {
        Ok(report) => {
            // Diagnostics about the article, each with its line and column.
            eprint!("{report}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("error: {error}");
            if let Some(cause) = error.source() {
                eprintln!("  because: {cause}");
            }
            ExitCode::FAILURE
        }
    }
}
