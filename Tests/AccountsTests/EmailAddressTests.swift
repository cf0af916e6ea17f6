import Accounts
import Testing

@Suite struct EmailAddressTests {
  @Test(arguments: [
    ("ada@example.com", "ada@example.com", "ada@example.com"),
    (" Ada.Lovelace@Example.COM\t", "Ada.Lovelace@example.com", "ada.lovelace@example.com"),
    (
      "a+b!#$%&'*/=?^_`{|}~-@xn--bcher-kva.example", "a+b!#$%&'*/=?^_`{|}~-@xn--bcher-kva.example",
      "a+b!#$%&'*/=?^_`{|}~-@xn--bcher-kva.example"
    ),
  ])
  func `an address keeps its local part and is told from others without case`(
    text: String, shown: String, key: String
  ) throws {
    let email = try #require(EmailAddress(text))
    #expect(email.text == shown && email.key == key)
    #expect(EmailAddress.fault(of: text) == nil)
  }

  @Test(arguments: [
    "", "@", "ada", "ada@", "@example.com", "ada@example", "ada@@example.com", "a da@example.com",
    ".ada@example.com", "ada.@example.com", "a..da@example.com", "ada@.com", "ada@example.",
    "ada@-x.com", "ada@x-.com", "ada@exa_mple.com", "ada@127.0.0.1", "ada@[127.0.0.1]",
    "\"ada\"@example.com", "ada@example.com\n", "ada\u{0}@example.com",
    "ada@example.com\r\nBcc: x@y.z",
    // Letters that look like others, signs that cannot be seen, wide letters.
    "аda@example.com", "ada@exаmple.com", "ada@exa\u{200b}mple.com", "ａda@example.com",
    "ädä@example.com", "ada@bücher.example",
  ])
  func `what is no plain address in ASCII is refused`(text: String) {
    #expect(EmailAddress(text) == nil)
    #expect(EmailAddress.fault(of: text) != nil)
  }

  @Test func `an address has 254 bytes at most and 64 before the at`() {
    let domain = "@" + String(repeating: "d", count: 60) + ".example"
    #expect(EmailAddress(String(repeating: "a", count: 64) + domain) != nil)
    #expect(EmailAddress(String(repeating: "a", count: 65) + domain) == nil)
    let label = String(repeating: "d", count: 63)
    let long = "a@\(label).\(label).\(label).\(label).example"
    #expect(long.utf8.count > 254 && EmailAddress(long) == nil)
    #expect(EmailAddress("a@\(label)d.example") == nil)
  }

  @Test(arguments: [
    ("myuser", true), ("a", false), ("ab", true), ("9.a-b_c", true), (".ab", false), ("-ab", false),
    (String(repeating: "a", count: 32), true), (String(repeating: "a", count: 33), false),
    ("my user", false), ("müser", false), ("us\u{202e}er", false), ("user\u{0}", false),
    ("аdmin", false),
  ])
  func `a name is of letters, digits and three signs`(name: String, isTaken: Bool) {
    #expect((Username.fault(of: name) == nil) == isTaken)
  }

  @Test(arguments: [
    ("ada@example.com", "ada"), ("a@example.com", "user"), ("'+'@example.com", "user"),
    ("_x.y+z@example.com", "x.yz"),
  ])
  func `who gives no name gets one of the email`(email: String, name: String) throws {
    #expect(Username.from(try #require(EmailAddress(email))) == name)
  }
}
