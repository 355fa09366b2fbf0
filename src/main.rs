//! The command `pressroom`: hands its arguments to [`cli`], returns its status.
#![forbid(unsafe_code)]

mod cli;

use std::process::ExitCode;
use std::thread;

/// The room for calls within calls, in bytes, of each thread: an article may nest as deep
/// as its readers allow, and systems give a program between one and eight megabytes.
const STACK: usize = 64 << 20;

fn main() -> ExitCode {
    // Where there are workers already, or no threads can be had, those there are do.
    let _ = rayon::ThreadPoolBuilder::new()
        .stack_size(STACK)
        .build_global();
    let run = || cli::run(std::env::args_os());
    let status = match thread::Builder::new().stack_size(STACK).spawn(run) {
        Ok(worker) => worker.join(),
        Err(_) => Ok(run()),
    };
    // A panic has told itself.
    status.map_or(ExitCode::from(101), ExitCode::from)
}
