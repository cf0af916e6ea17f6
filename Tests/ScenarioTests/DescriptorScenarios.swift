import EdgeTesting
import Gateway
import Glibc
import HTTPServer
import TestSupport
import Testing

@Suite struct DescriptorScenarios {
  /// In a process of its own, because the limit is the process's.
  @Test func `without descriptors nothing is accepted, nothing spins, and it passes`() async {
    await #expect(processExitsWith: .success) { try await DescriptorScenarios.starve() }
  }

  private static func starve() async throws {
    try await EdgeUnderTest.with({ $0.server.loops = 1 }) { edge in
      let first = try await edge.get("/health/live")
      #expect(first.status == 200)
      let sockets = (0..<8).map { _ in socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0) }
      let spare = dup(sockets[0])
      limitDescriptors(to: spare + 2)
      close(spare)
      for descriptor in sockets { #expect(connect(descriptor, edge.port)) }
      let before = processorMilliseconds
      await edge.pause(milliseconds: 400)
      #expect(processorMilliseconds - before < 150, "waiting must not spin")
      #expect(edge.edge.statistics.openCount < 8)
      for descriptor in sockets.dropLast() { close(descriptor) }
      limitDescriptors(to: 1024)
      let last = try await edge.get("/health/live")
      #expect(last.status == 200)
      close(sockets[7])
    }
  }

  private static func limitDescriptors(to count: Int32) {
    var limit = rlimit(rlim_cur: rlim_t(count), rlim_max: 4096)
    #expect(setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0)
  }

  private static func connect(_ descriptor: Int32, _ port: UInt16) -> Bool {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    return withUnsafeBytes(of: &address) {
      Glibc.connect(
        descriptor, $0.baseAddress?.assumingMemoryBound(to: sockaddr.self), socklen_t($0.count))
    } == 0
  }

  /// Milliseconds of processor time that the process has used.
  private static var processorMilliseconds: Int {
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    let seconds = usage.ru_utime.tv_sec + usage.ru_stime.tv_sec
    let micros = Int(usage.ru_utime.tv_usec) + Int(usage.ru_stime.tv_usec)
    return seconds * 1000 + micros / 1000
  }
}
