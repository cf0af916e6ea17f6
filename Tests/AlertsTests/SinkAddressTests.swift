import Testing

@testable import Alerts

@Suite struct SinkAddressTests {
  @Test(arguments: [
    "https://hooks.slack.com/services/T0/B0/abc", "https://alerts.example.com:8443/x?y=1",
  ])
  func `an address with a name over https is taken`(url: String) throws {
    #expect(try SinkAddress(url, isPlainAllowed: false).url == url)
  }

  @Test(arguments: [
    ("http://hooks.example.com/", SinkAddress.Malformed.plain),
    ("https://localhost/", .local), ("https://LOCALHOST./", .local),
    ("https://api.localhost:9/", .local), ("https://127.0.0.1/", .local),
    ("https://127.1/", .local), ("https://2130706433/", .local), ("https://0x7f.1/", .local),
    ("https://0177.0.0.1/", .local), ("https://[::1]/", .local),
    ("https://[::ffff:127.0.0.1]/", .local), ("https://10.0.0.7/", .local),
    ("https://169.254.169.254/latest", .local),
  ])
  func `what leads to this machine or a private network needs a word of the operator`(
    url: String, fault: SinkAddress.Malformed
  ) {
    #expect(throws: fault) { try SinkAddress(url, isPlainAllowed: false) }
    #expect(throws: Never.self) { try SinkAddress(url, isPlainAllowed: true) }
  }

  @Test(arguments: [
    "", "https://", "https:///x", "ftp://example.com/", "https://user@example.com/",
    "https://example.com/#x", "https://exa mple.com/", "https://example.com\\@evil.example/",
    "https://example.com/\r\nX: y",
  ])
  func `what is no plain URL is never taken`(url: String) {
    #expect(throws: SinkAddress.Malformed.unreadable) {
      try SinkAddress(url, isPlainAllowed: true)
    }
  }

  @Test func `what is wrong is said without the address`() {
    for fault in [SinkAddress.Malformed.unreadable, .plain, .local] {
      #expect(!fault.description.contains("://"))
    }
  }
}
