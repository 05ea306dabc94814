//! Slow clients: a connection to which nothing could be written for a while is closed. Whoever sends its headers or
//! reads its answer a byte at a time, or holds a connection open without asking, is cut off; a request may take its
//! [`LONGEST`] time, and streams write a sign of life every few seconds.

use super::guard::LONGEST;
use axum::{
    extract::connect_info::Connected,
    serve::{IncomingStream, Listener},
};
use std::{
    future::Future,
    io,
    net::SocketAddr,
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::{TcpListener, TcpStream},
    time::{Instant, Sleep},
};

/// Where a request came from on the wire.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Peer(pub(crate) SocketAddr);

/// A listener whose connections do not wait for ever.
pub(crate) struct Patient {
    inner: TcpListener,
    patience: Duration,
}

impl Patient {
    /// Closes connections on which nothing was written for as long as a request may take, and a little more.
    pub(crate) fn new(inner: TcpListener) -> Patient {
        Patient { inner, patience: LONGEST + Duration::from_secs(15) }
    }
}

impl Listener for Patient {
    type Io = Limited;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Limited, SocketAddr) {
        let (stream, peer) = Listener::accept(&mut self.inner).await;
        // Answers are small: waiting to fill a packet only delays them.
        let _ = stream.set_nodelay(true);
        (Limited { stream, patience: self.patience, end: Box::pin(tokio::time::sleep(self.patience)) }, peer)
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.inner.local_addr()
    }
}

impl Connected<IncomingStream<'_, Patient>> for Peer {
    fn connect_info(stream: IncomingStream<'_, Patient>) -> Peer {
        Peer(*stream.remote_addr())
    }
}

/// A connection with an end that every write puts off.
pub(crate) struct Limited {
    stream: TcpStream,
    patience: Duration,
    end: Pin<Box<Sleep>>,
}

impl Limited {
    fn over(&mut self, context: &mut Context<'_>) -> bool {
        self.end.as_mut().poll(context).is_ready()
    }

    fn put_off(&mut self) {
        let end = Instant::now() + self.patience;
        // Moving the timer costs a lock: once a second is exact enough.
        if end.saturating_duration_since(self.end.deadline()) > Duration::from_secs(1) {
            self.end.as_mut().reset(end);
        }
    }

    fn wrote<T>(&mut self, context: &mut Context<'_>, result: Poll<io::Result<T>>) -> Poll<io::Result<T>> {
        match result {
            Poll::Ready(Ok(done)) => {
                self.put_off();
                Poll::Ready(Ok(done))
            }
            Poll::Pending if self.over(context) => Poll::Ready(Err(io::ErrorKind::TimedOut.into())),
            other => other,
        }
    }
}

impl AsyncRead for Limited {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        if self.over(context) {
            return Poll::Ready(Err(io::ErrorKind::TimedOut.into()));
        }
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl AsyncWrite for Limited {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let result = Pin::new(&mut self.stream).poll_write(context, bytes);
        self.wrote(context, result)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        parts: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let result = Pin::new(&mut self.stream).poll_write_vectored(context, parts);
        self.wrote(context, result)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::{Router, routing::get};
    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    #[tokio::test]
    async fn a_client_that_dribbles_its_headers_is_cut_off_and_others_are_served() -> io::Result<()> {
        let inner = TcpListener::bind("127.0.0.1:0").await?;
        let address = inner.local_addr()?;
        let listener = Patient { inner, patience: Duration::from_millis(600) };
        let service = Router::new().route("/", get(async || "好")).into_make_service_with_connect_info::<Peer>();
        let server = tokio::spawn(async move { axum::serve(listener, service).await });

        let mut slow = TcpStream::connect(address).await?;
        slow.write_all(b"GET / HTTP/1.1\r\n").await?;
        let mut good = TcpStream::connect(address).await?;
        good.write_all(b"GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n").await?;
        let mut answer = String::new();
        good.read_to_string(&mut answer).await?;
        assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");

        let begun = Instant::now();
        let mut cut = false;
        for _ in 0..100 {
            tokio::time::sleep(Duration::from_millis(50)).await;
            let mut byte = [0];
            let read = tokio::time::timeout(Duration::from_millis(5), slow.read(&mut byte)).await;
            if matches!(read, Ok(Ok(0) | Err(_))) || slow.write_all(b"x").await.is_err() {
                cut = true;
                break;
            }
        }
        assert!(cut, "the connection is still open after {:?}", begun.elapsed());
        server.abort();
        Ok(())
    }
}
