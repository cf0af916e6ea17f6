import Bytes
import EventLoops
import Glibc
import Testing
import Transport

@Suite struct SocketTests {
  @Test(arguments: [
    ("127.0.0.1", "127.0.0.1"), ("0.0.0.0", "0.0.0.0"), ("255.1.20.3", "255.1.20.3"),
    ("::1", "0:0:0:0:0:0:0:1"), ("2001:db8::ff00:42:8329", "2001:db8:0:0:0:ff00:42:8329"),
    ("::ffff:1.2.3.4", "1.2.3.4"),
  ])
  func `an address is read and printed`(text: String, printed: String) throws {
    #expect(try SocketAddress(host: text, port: 80).host == printed)
  }

  @Test(arguments: ["", "localhost", "1.2.3", "1.2.3.256", "::g", "127.0.0.1:80"])
  func `a text that is no numeric address is refused`(text: String) {
    #expect(throws: SocketAddress.Malformed.self) { try SocketAddress(host: text, port: 80) }
  }

  @Test func `two listeners share a port that the system chose`() throws {
    let first = try Listener.open(SocketAddress(host: "127.0.0.1", port: 0))
    let port = Listener.port(of: first)
    let second = try Listener.open(SocketAddress(host: "127.0.0.1", port: port))
    #expect(port != 0)
    #expect(Listener.port(of: second) == port)
    close(first)
    close(second)
  }

  @Test func `a port that is taken says so`() throws {
    let taken = try Listener.open(SocketAddress(host: "127.0.0.1", port: 0), sharesPort: false)
    let address = try SocketAddress(host: "127.0.0.1", port: Listener.port(of: taken))
    #expect(throws: Listener.OpenFailure.self) { try Listener.open(address, sharesPort: false) }
    close(taken)
  }

  @Test func `a transport tells moved, blocked, ended and failed apart`() {
    var ends: [Int32] = [0, 0]
    #expect(
      socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue), 0, &ends)
        == 0)
    var left = SocketTransport(descriptor: ends[0])
    var right = SocketTransport(descriptor: ends[1])
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 16, alignment: 1)
    defer { buffer.deallocate() }
    #expect(right.read(into: buffer) == .wouldBlock)
    var word = Array("floe".utf8)
    let written = word.withUnsafeMutableBytes { bytes in
      let run = [iovec(iov_base: bytes.baseAddress, iov_len: bytes.count)]
      return run.withUnsafeBufferPointer { left.write($0, moreFollows: false) }
    }
    #expect(written == .moved(4))
    #expect(right.read(into: buffer) == .moved(4))
    left.finishSending()
    #expect(right.read(into: buffer) == .ended)
    close(ends[1])
    let broken = word.withUnsafeMutableBytes { bytes in
      let run = [iovec(iov_base: bytes.baseAddress, iov_len: bytes.count)]
      return run.withUnsafeBufferPointer { left.write($0, moreFollows: false) }
    }
    #expect(broken == .failed(EPIPE))
    close(ends[0])
  }
}
