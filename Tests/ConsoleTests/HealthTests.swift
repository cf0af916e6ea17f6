import Testing

@testable import Console

/// `floe health`, by its exit status as a container's health check sees it.
@Suite struct HealthTests {
  @Test func `a server that is ready ends the command with success`() async {
    let server = OneAnswerServer("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")
    let outcome = await ConsoleFixture().run("health", "--url", server.url)
    #expect(outcome.status == .succeeded, "\(outcome.errors)")
    #expect(outcome.output == "ready\n")
  }

  @Test func `a server that drains, or none, ends it with failure`() async {
    let server = OneAnswerServer("HTTP/1.1 503 Service Unavailable\r\nContent-Length: 2\r\n\r\n{}")
    let drains = await ConsoleFixture().run("health", "--url", server.url)
    #expect(drains.status == .failed)
    #expect(drains.errors.contains("does not welcome requests: it answered 503"))
    // Nobody listens on the discard port of a test machine.
    let none = await ConsoleFixture().run("health", "--host", "127.0.0.1", "--port", "9")
    #expect(none.status == .failed)
    #expect(none.errors.contains("http://127.0.0.1:9"))
  }
}
