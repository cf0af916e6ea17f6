import Locks
import RedisStore
import ServerTesting
import SharedState
import TLS
import Testing
import Transport

/// Who is let in, and whom a store trusts.
@Suite struct RedisAccessTests {
  @Test(arguments: [
    ("redis://cache", "redis://cache:6379/0"),
    ("redis://cache:7000/3", "redis://cache:7000/3"),
    ("rediss://u:p%40ss@cache.example/", "rediss://cache.example:6379/0"),
    ("redis://:p@ss/word@[::1]:7000", nil),
    ("redis://:secret@[::1]:7000", "redis://[::1]:7000/0"),
    ("redis://user:se@cret@127.0.0.1", "redis://127.0.0.1:6379/0"),
    ("unix:///run/redis.sock", "unix:///run/redis.sock"),
    ("unix://user:secret@/run/redis.sock", "unix:///run/redis.sock"),
    ("http://cache", nil), ("redis://", nil), ("redis://cache:0", nil), ("redis://cache:x", nil),
    ("redis://cache/x", nil), ("redis://cache/-1", nil), ("redis://a b", nil),
    ("redis://:%zz@cache", nil), ("redis://:%+1@cache", nil), ("unix://redis.sock", nil), ("", nil),
  ])
  func `an address is read, and printed without user and password`(
    text: String, printed: String?
  ) {
    do throws(RedisAddress.Malformed) {
      let address = try RedisAddress(text)
      #expect("\(address)" == printed)
      var dumped = ""
      dump(address, to: &dumped)
      for secret in ["secret", "se@cret", "p@ss"] { #expect(!dumped.contains(secret)) }
    } catch {
      #expect(printed == nil)
      #expect(!"\(error)".contains("word"))
    }
  }

  @Test func `the right password opens, and a wrong one is told without repeating it`()
    async throws
  {
    let server = await RedisServer.start(
      RedisServerOptions(password: "main-secret", user: ("edge", "acl secret@1")))
    for good in ["edge:acl%20secret%401@", ":main-secret@"] {
      let store = try await RedisFixture.store(
        server, url: "redis://\(good)127.0.0.1:\(server.port)")
      #expect(try await store.increment("c") > 0)
      await store.stop()
    }
    for bad in ["edge:wrong-secret@", ":wrong-secret@", ""] {
      let reason = try await lost(server, url: "redis://\(bad)127.0.0.1:\(server.port)")
      #expect(reason.contains("WRONGPASS") || reason.contains("NOAUTH"))
      #expect(!reason.contains("wrong-secret"))
    }
  }

  @Test func `what the user may not do is refused, and nothing else suffers`() async throws {
    let server = await RedisServer.start(
      RedisServerOptions(password: "main", user: ("edge", "secret")))
    let events = Mutex<[String]>([])
    let store = try await RedisFixture.store(
      server, url: "redis://edge:secret@127.0.0.1:\(server.port)", prefix: "other:"
    ) { event in
      if case .subscriptionRefused(let text) = event { events.withLock { $0.append(text) } }
    }
    let failure = await RedisOutageTests.failure { _ = try await store.get("k") }
    guard case .refused(let text)? = failure else {
      Issue.record("\(String(describing: failure))")
      return
    }
    #expect(text.hasPrefix("NOPERM"))
    let subscription = try store.subscribe("c") { _ in }
    try await RedisFixture.until("the subscription is refused") {
      events.withLock { $0.first?.hasPrefix("NOPERM") ?? false }
    }
    #expect(store.health.state == .connected)
    subscription.cancel()
    await store.stop()
  }

  @Test func `a socket in the file system and another database work as well`() async throws {
    let server = await RedisServer.start()
    let byPath = try await RedisFixture.store(server, url: "unix://\(server.socketPath)")
    try await byPath.set("k", [1])
    let other = try await RedisFixture.store(
      server, url: "redis://localhost:\(server.port)/5")
    #expect(try await other.get("k") == nil)
    let same = try await RedisFixture.store(server, url: "redis://localhost:\(server.port)/0")
    #expect(try await same.get("k") == [1])
    for store in [byPath, other, same] { await store.stop() }
  }

  @Test func `by TLS a server is believed that proves its name by the given authority`()
    async throws
  {
    let certificates = await TestCertificates.make(names: "DNS:localhost,IP:127.0.0.1")
    let server = await RedisServer.start(
      RedisServerOptions(password: "secret", certificates: certificates))
    for host in ["localhost", "127.0.0.1"] {
      let store = try await RedisFixture.store(
        server, url: "rediss://:secret@\(host):\(server.port)",
        authorities: certificates.authority)
      let large = [UInt8](repeating: 5, count: 1 << 20)
      try await store.set("large", large)
      #expect(try await store.get("large") == large)
      await store.stop()
    }
    let unknown = try await lost(server, url: "rediss://:secret@localhost:\(server.port)")
    #expect(unknown.contains("certificate"))
    let plain = try await lost(server, url: "redis://:secret@localhost:\(server.port)")
    #expect(!plain.contains("secret"))
  }

  @Test func `a certificate for another name is not believed`() async throws {
    let certificates = await TestCertificates.make(names: "DNS:elsewhere.example")
    let server = await RedisServer.start(RedisServerOptions(certificates: certificates))
    let byName = try await lost(
      server, url: "rediss://localhost:\(server.port)", authorities: certificates.authority)
    #expect(byName.lowercased().contains("hostname mismatch"))
    let byAddress = try await lost(
      server, url: "rediss://127.0.0.1:\(server.port)", authorities: certificates.authority)
    #expect(byAddress.lowercased().contains("ip address mismatch"))
  }

  @Test func `a plain server is not spoken to in the clear when TLS is asked for`() async throws {
    let server = await RedisServer.start()
    var limits = RedisFixture.patient
    limits.connectTimeout = .milliseconds(200)
    // The server waits for the end of a line, which a greeting of TLS has not.
    let reason = try await lost(
      server, url: "rediss://:secret@localhost:\(server.port)", limits: limits)
    #expect(reason == "the connection took too long" || reason.hasPrefix("TLS: "))
  }

  @Test func `authorities that cannot be read stop the start`() async throws {
    #expect(throws: TLSFailure.self) {
      try TLSClientContext(authorities: "/nonexistent/authorities.pem")
    }
  }

  /// Why a store cannot connect; commands are away meanwhile.
  private func lost(
    _ server: RedisServer, url: String, authorities: String? = nil,
    limits: RedisLimits = RedisFixture.patient
  ) async throws -> String {
    let reasons = Mutex<[String]>([])
    let store = try RedisSharedState(
      RedisAddress(url), limits: limits, authorities: authorities,
      loops: [RedisFixture.loops[0]], pool: RedisFixture.pool, now: { StoreUnderTest.now }
    ) { event in
      if case .lost(_, let reason) = event { reasons.withLock { $0.append(reason) } }
    }
    await store.start()
    try await RedisFixture.until("the connection is refused") {
      reasons.withLock { !$0.isEmpty }
    }
    #expect(await RedisOutageTests.failure { _ = try await store.get("k") } == .away)
    await store.stop()
    return reasons.withLock { $0[0] }
  }
}
