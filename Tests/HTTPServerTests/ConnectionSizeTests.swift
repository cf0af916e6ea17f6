import Bytes
import EventLoops
import Glibc
import Testing
import Transport

@testable import HTTPServer

/// malloc_usable_size(3), which the module of the C library leaves out.
@_silgen_name("malloc_usable_size")
private func usableSize(_ block: UnsafeMutableRawPointer) -> Int

@Suite struct ConnectionSizeTests {
  @Test func `an idle connection fills a small block of the allocator and no more`() async {
    let loop = EventLoop.start(name: "test-size")
    let size = await loop.perform {
      var limits = ServerLimits()
      limits.connectionsMax = 1
      let shard = ServerShard(
        index: 0, loop: loop, gate: ConnectionGate(limits),
        services: ShardServices(
          responder: FixedResponder(), handler: EchoHandler(loop: loop),
          observer: LoggingObserver(log: OutcomeLog())), statistics: ServerStatistics())
      // The allocator may give a block that was larger before: the smallest of many is what it is.
      var sizes: [Int] = []
      for _ in 0..<64 {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        let connection = PlainConnection(
          descriptor: descriptor, transport: SocketTransport(descriptor: descriptor),
          peer: PeerAddress(ipv4: 1, port: 1), traits: [], shard: shard)
        shard.wheel.insert(connection)
        sizes.append(usableSize(Unmanaged.passUnretained(connection).toOpaque()))
      }
      shard.abort()
      shard.close()
      return sizes.min() ?? 0
    }
    // With its poll handle and its place in the wheel it stays below 300 bytes.
    #expect(size <= 88)
    loop.stop()
  }
}
