//! Takes articles over HTTP; returns their PDFs.
//!
//! ```sh
//! cargo run --example web
//! curl --data-binary @articles/fr-guillemets.md http://127.0.0.1:8765/ > story.pdf
//! ```
//!
//! [`pdf`] is what a handler of any web framework would call: text in, bytes out, no files.
//! The server around it answers one request at a time and understands just enough of HTTP
//! to try it.

use pressroom::Options;
use pressroom::write::Format;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};

/// The longest article that is accepted, in bytes.
const MOST: usize = 1 << 20;

/// Takes the text of an article in Markdown; returns its PDF and the diagnostics as text.
///
/// No picture is opened, because no folder is given: a stranger's article cannot read the
/// server's files.
fn pdf(text: &[u8]) -> Result<(Vec<u8>, String), pressroom::Error> {
    let options = Options::new().paper("a5");
    let (bytes, report) = options.to_bytes("article.md", text, Format::Pdf)?;
    Ok((bytes, report.to_string()))
}

fn main() -> io::Result<()> {
    let listener = TcpListener::bind("127.0.0.1:8765")?;
    println!("listening on http://{}/", listener.local_addr()?);
    for stream in listener.incoming() {
        if let Err(error) = answer(stream?) {
            eprintln!("request failed: {error}");
        }
    }
    Ok(())
}

fn answer(mut stream: TcpStream) -> io::Result<()> {
    let mut reader = BufReader::new(stream.try_clone()?);
    let mut length = 0;
    let mut line = String::new();
    while reader.read_line(&mut line)? > 2 {
        if let Some((name, value)) = line.split_once(':')
            && name.eq_ignore_ascii_case("content-length")
        {
            length = value.trim().parse().unwrap_or(0);
        }
        line.clear();
    }
    if length > MOST {
        return respond(
            &mut stream,
            "413 Content Too Large",
            "text/plain",
            b"too long\n",
        );
    }
    let mut text = vec![0; length];
    reader.read_exact(&mut text)?;
    match pdf(&text) {
        Ok((bytes, report)) => {
            eprint!("{report}");
            respond(&mut stream, "200 OK", "application/pdf", &bytes)
        }
        Err(error) => {
            let message = format!("{error}\n");
            respond(
                &mut stream,
                "422 Unprocessable Content",
                "text/plain",
                message.as_bytes(),
            )
        }
    }
}

fn respond(stream: &mut TcpStream, status: &str, kind: &str, body: &[u8]) -> io::Result<()> {
    let length = body.len();
    write!(
        stream,
        "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\n\
         Connection: close\r\n\r\n"
    )?;
    stream.write_all(body)
}
