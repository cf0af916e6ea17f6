import Passwords
import Testing

@Suite struct BcryptTests {
  /// From the tests of crypt_blowfish and of jBCrypt.
  @Test(arguments: [
    (
      "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789",
      "$2a$05$abcdefghijklmnopqrstuu5s2v8.iXieOjg/.AySBTTZIIVFJeBui"
    ),
    (
      "abcdefghijklmnopqrstuvwxyz",
      "$2a$06$.rCVZVOThsIa97pEDOxvGuRRgzG64bvtJ0938xuqzv18d3ZpQhstC"
    ),
    (
      "abcdefghijklmnopqrstuvwxyz",
      "$2a$08$aTsUwsyowQuzRrDqFflhgekJ8d9/7Z3GV3UcgvzQW3J5zMyrTvlz."
    ),
    (
      "~!@#$%^&*()      ~!@#$%^&*()PNBFRD",
      "$2a$06$fPIsBO8qRqkjj273rfaOI.HtSV9jLDpTbZn782DC6/t7qT67P6FfO"
    ),
  ])
  func `a published hash has the password that was published with it`(
    password: String, hash: String
  ) throws {
    let known = try #require(PasswordHash(hash))
    #expect(try Bcrypt.matches(try #require(Password(password)), known))
    #expect(try !Bcrypt.matches(try #require(Password(password.dropLast() + "?")), known))
  }

  @Test func `a new hash has the form 2b, its cost and its salt`() throws {
    let password = try #require(Password("correct horse"))
    let hash = try Bcrypt.hash(password, cost: 4, salt: Array(0..<16))
    #expect(hash.text.hasPrefix("$2b$04$..CA.uOD/eaGAOmJB.yMBu"))
    #expect(hash.cost == 4)
    #expect(hash.isWeaker(than: 5) && !hash.isWeaker(than: 4))
    #expect(try Bcrypt.matches(password, hash))
    #expect(try !Bcrypt.matches(try #require(Password("correct horse ")), hash))
    let other = try Bcrypt.hash(password, cost: 4, salt: Array(1...16))
    #expect(other != hash)
  }

  @Test func `a hash that is damaged is refused and not taken for another password`() throws {
    let password = try #require(Password("correct horse"))
    let hash = try Bcrypt.hash(password, cost: 4, salt: Array(0..<16))
    for text in [
      String(hash.text.dropLast()), hash.text + "x", "$1$" + hash.text.dropFirst(3), "*0", "",
      hash.text.replacing("$04$", with: "$ 4$"), hash.text.replacing("$04$", with: "$99$"),
    ] {
      #expect(PasswordHash(text) == nil, "\(text)")
    }
  }

  @Test(arguments: [
    ("1234567", false), ("12345678", true), (String(repeating: "a", count: 72), true),
    (String(repeating: "a", count: 73), false), (String(repeating: "ä", count: 36), true),
    (String(repeating: "ä", count: 37), false), ("1234\u{0}5678", false), ("", false),
    ("pässwörd🙂", true),
  ])
  func `a password has from 8 to 72 bytes and no NUL`(text: String, isTaken: Bool) {
    #expect((Password(text) != nil) == isTaken)
    #expect((Password.fault(of: text) == nil) == isTaken)
  }

  @Test func `a password shows itself nowhere`() throws {
    let password = try #require(Password("correct horse"))
    #expect(!"\(password)".contains("correct") && !String(reflecting: password).contains("correct"))
  }
}
