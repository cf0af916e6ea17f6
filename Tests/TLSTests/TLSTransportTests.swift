import Glibc
import ServerTesting
import TLS
import TestSupport
import Testing
import Transport

/// TLS against OpenSSL's own server, with blocking steps on a thread of its own.
@Suite struct TLSTransportTests {
  /// Waits until the descriptor is ready for what a handshake or a read waits for.
  private static func wait(_ descriptor: Int32, toWrite: Bool) {
    var poll = pollfd(
      fd: descriptor, events: Int16(toWrite ? POLLOUT : POLLIN), revents: 0)
    _ = Glibc.poll(&poll, 1, 20_000)
  }

  /// Connects and shakes hands; nil with the reason when the ends do not agree.
  private static func connect(
    _ port: UInt16, _ context: TLSClientContext, host: String
  ) throws -> (descriptor: Int32, transport: TLSTransport, reason: String?) {
    let descriptor = try ClientSocket.open(SocketAddress(host: "127.0.0.1", port: port))
    wait(descriptor, toWrite: true)
    var transport = try TLSTransport(context, host: host, descriptor: descriptor)
    while true {
      switch transport.handshake() {
      case .done: return (descriptor, transport, nil)
      case .waits(let toWrite): wait(descriptor, toWrite: toWrite)
      case .failed(let reason): return (descriptor, transport, reason)
      }
    }
  }

  @Test func `runs and pages arrive as they were, and the end is told`() async throws {
    let certificates = await TestCertificates.make(names: "DNS:localhost")
    // It ends after this connection, and then has written everything.
    let peer = await TLSPeer.start(certificates, "-naccept", "1")
    let content = Array(String(repeating: "0123456789", count: 20_000).utf8)
    let context = try TLSClientContext(authorities: certificates.authority)
    let port = peer.port
    let moved = try await BlockingThread.run { () throws -> Int in
      var (descriptor, transport, reason) = try Self.connect(port, context, host: "localhost")
      defer { close(descriptor) }
      #expect(reason == nil)
      var words = Array("one two ".utf8)
      let result = words.withUnsafeMutableBytes { bytes in
        let runs = [
          iovec(iov_base: bytes.baseAddress, iov_len: 4), iovec(iov_base: nil, iov_len: 0),
          iovec(iov_base: bytes.baseAddress! + 4, iov_len: 4),
        ]
        return runs.withUnsafeBufferPointer { transport.write($0, moreFollows: true) }
      }
      #expect(result == .moved(8))
      let pipe = PagePipe()
      var sent = 10
      while sent < 200_000 {
        let result = content.withUnsafeBytes {
          transport.write(
            pages: UnsafeRawBufferPointer(rebasing: $0[sent...]), through: pipe, moreFollows: false)
        }
        switch result {
        case .moved(let count): sent += count
        case .wouldBlock: Self.wait(descriptor, toWrite: true)
        default: return -1
        }
      }
      transport.finishSending()
      // The end is answered with the end; what closes before has not been read to the end either.
      let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1024, alignment: 1)
      defer { buffer.deallocate() }
      while true {
        switch transport.read(into: buffer) {
        case .wouldBlock: Self.wait(descriptor, toWrite: transport.readWaitsToWrite)
        case .ended: return sent
        case .moved, .failed: return -2
        }
      }
    }
    #expect(moved == 200_000)
    let expected = "one two " + String(repeating: "0123456789", count: 19_999)
    for _ in 0..<4000 where peer.received.utf8.count < expected.utf8.count {
      try await Task.sleep(for: .milliseconds(5))
    }
    #expect(peer.received.utf8.count == expected.utf8.count)
    #expect(peer.received == expected, "\(peer.received.prefix(200))")
    await peer.stop()
  }

  @Test(arguments: [
    ("localhost", true), ("127.0.0.1", true), ("other.example", false), ("127.0.0.2", false),
    ("ocalhost", false),
  ])
  func `the server must have the name that was asked for`(host: String, isRight: Bool) async throws
  {
    let certificates = await TestCertificates.make(names: "DNS:localhost,IP:127.0.0.1")
    let peer = await TLSPeer.start(certificates)
    let context = try TLSClientContext(authorities: certificates.authority)
    let port = peer.port
    let reason = try await BlockingThread.run { () throws -> String? in
      let (descriptor, _, reason) = try Self.connect(port, context, host: host)
      close(descriptor)
      return reason
    }
    #expect((reason == nil) == isRight, "\(reason ?? "it agrees")")
    if let reason { #expect(reason.lowercased().contains("mismatch")) }
    await peer.stop()
  }

  @Test func `an authority that is not trusted proves nothing`() async throws {
    let certificates = await TestCertificates.make(names: "DNS:localhost")
    let others = await TestCertificates.make(names: "DNS:localhost")
    let peer = await TLSPeer.start(certificates)
    for context in [try TLSClientContext(), try TLSClientContext(authorities: others.authority)] {
      let port = peer.port
      let reason = try await BlockingThread.run { () throws -> String? in
        let (descriptor, _, reason) = try Self.connect(port, context, host: "localhost")
        close(descriptor)
        return reason
      }
      #expect(reason?.contains("certificate") == true, "\(reason ?? "it agrees")")
    }
    await peer.stop()
  }

  @Test func `older versions than 1_2 are not spoken`() async throws {
    let certificates = await TestCertificates.make(names: "DNS:localhost")
    let peer = await TLSPeer.start(
      certificates, "-tls1_1", "-cipher", "ALL:@SECLEVEL=0")
    let context = try TLSClientContext(authorities: certificates.authority)
    let port = peer.port
    let reason = try await BlockingThread.run { () throws -> String? in
      let (descriptor, _, reason) = try Self.connect(port, context, host: "localhost")
      close(descriptor)
      return reason
    }
    #expect(reason != nil)
    await peer.stop()
  }

  @Test func `a name that no certificate could have is refused`() throws {
    let context = try TLSClientContext()
    #expect(throws: TLSFailure.self) {
      try TLSTransport(context, host: "", descriptor: 0)
    }
  }
}
