import Testing

@testable import AddressScreening

/// How bans grow and end, by a clock that is moved by hand.
@Suite struct BanBookTests {
  private static let terms = BanTerms(
    blockSeconds: 300, banSeconds: 86_400, secondsMax: 7 * 86_400, memorySeconds: 86_400,
    countMax: 100)
  private let key = AddressKey("192.0.2.1")!

  @Test func `a ban ends by itself`() {
    var book = BanBook(Self.terms)
    let ban = book.ban(key, for: .refusals, at: 1000)
    #expect(ban?.until == 1300)
    #expect(book.active(key, at: 1299) == ban)
    #expect(book.active(key, at: 1300) == nil)
  }

  @Test func `each ban within the memory of the last is twice as long, up to the longest`() {
    var book = BanBook(Self.terms)
    var now: Int64 = 1000
    var lengths: [Int64] = []
    for _ in 0..<14 {
      let ban = book.ban(key, for: .refusals, at: now)
      lengths.append(ban.map { $0.until - $0.bannedAt } ?? 0)
      now = (ban?.until ?? now) + 10
    }
    #expect(lengths.prefix(4) == [300, 600, 1200, 2400])
    #expect(lengths.last == Self.terms.secondsMax)
    #expect(zip(lengths, lengths.dropFirst()).allSatisfy { $0 <= $1 })
  }

  @Test func `who was good for long enough begins from the start`() {
    var book = BanBook(Self.terms)
    let first = book.ban(key, for: .refusals, at: 0)!
    let second = book.ban(key, for: .refusals, at: first.until + 86_399)!
    #expect(second.level == 2)
    let third = book.ban(key, for: .refusals, at: second.until + 86_400)!
    #expect(third.level == 1)
    #expect(third.until - third.bannedAt == 300)
  }

  @Test func `a longer ban takes the place of a shorter one, and not the other way round`() {
    var book = BanBook(Self.terms)
    _ = book.ban(key, for: .refusals, at: 0)
    let again = book.ban(key, for: .refusals, at: 0)
    #expect(again == nil)
    let long = book.ban(key, for: .limits, at: 10)
    #expect(long?.until == 86_410)
    #expect(long?.level == 1, "it is the same attack")
    let short = book.ban(key, for: .refusals, at: 20)
    #expect(short == nil)
    #expect(book.active(key, at: 86_409) == long)
  }

  @Test func `a ban that is lifted makes none longer`() {
    var book = BanBook(Self.terms)
    _ = book.ban(key, for: .refusals, at: 0)
    let lifts = [book.lift(key), book.lift(key)]
    #expect(lifts == [true, false])
    #expect(book.active(key, at: 1) == nil)
    let next = book.ban(key, for: .refusals, at: 2)
    #expect(next?.level == 1)
  }

  @Test func `too many bans make room by what is over, then by what ends soonest`() {
    var book = BanBook(Self.terms)
    for number in 1...100 {
      book.put(
        AddressBan(
          key: AddressKey(word: UInt64(number)), reason: .refusals, bannedAt: 0,
          until: Int64(1000 + number), level: 1, note: ""), isStored: true, at: 0)
    }
    _ = book.ban(key, for: .limits, at: 0)
    #expect(book.entries.count <= 100)
    #expect(book.active(key, at: 1) != nil)
    #expect(book.active(AddressKey(word: 100), at: 1) != nil, "it ends last")
    let ends = book.active(at: 1).map(\.until).sorted()
    #expect(ends.first! >= 1001)
    #expect(ends.count >= 89)
  }

  @Test func `the database's word holds, except for what has changed since it was asked`() {
    var book = BanBook(Self.terms)
    func ban(_ number: UInt64, until: Int64 = 500) -> AddressBan {
      AddressBan(
        key: AddressKey(word: number), reason: .refusals, bannedAt: 0, until: until, level: 1,
        note: "")
    }
    book.put(ban(1), isStored: true, at: 0)
    book.put(ban(2), isStored: true, at: 0)
    book.put(ban(3), isStored: false, at: 0)
    let change = book.changeCount
    book.put(ban(4), isStored: true, at: 0)
    book.reread([ban(2, until: 900), ban(5)], asOf: change, at: 0)
    #expect(book.active(AddressKey(word: 1), at: 1) == nil, "somebody has ended it")
    #expect(book.active(AddressKey(word: 2), at: 1)?.until == 900)
    #expect(book.active(AddressKey(word: 3), at: 1) != nil, "it is not stored yet")
    #expect(book.active(AddressKey(word: 4), at: 1) != nil, "it came after the question")
    #expect(book.active(AddressKey(word: 5), at: 1) != nil)
  }

  @Test func `what another edge tells takes the place of what ends sooner`() {
    var book = BanBook(Self.terms)
    let long = AddressBan(
      key: key, reason: .limits, bannedAt: 0, until: 5000, level: 2, note: "")
    _ = book.ban(key, for: .refusals, at: 0)
    let isTaken = book.takeOver(long, at: 0)
    #expect(isTaken)
    #expect(book.active(key, at: 1) == long)
    let shorter = AddressBan(
      key: key, reason: .refusals, bannedAt: 0, until: 400, level: 1, note: "")
    let isTakenAgain = book.takeOver(shorter, at: 0)
    #expect(!isTakenAgain)
  }

  @Test func `of IPv6 a network of 64 bits is one, of IPv4 an address`() {
    #expect(AddressKey("2001:db8::1") == AddressKey("2001:db8::ffff:1"))
    #expect(AddressKey("2001:db8::1") != AddressKey("2001:db8:0:1::1"))
    #expect(AddressKey("192.0.2.1") != AddressKey("192.0.2.2"))
    #expect(AddressKey("2001:db8::1")!.text == "2001:db8:0:0:0:0:0:0/64")
    #expect(AddressKey(AddressKey("2001:db8::1")!.text) == AddressKey("2001:db8::5"))
    #expect(AddressKey("192.0.2.1")!.text == "192.0.2.1")
    #expect(!AddressKey("::1")!.isBannable)
    for text in ["", "a", "192.0.2.0/24", "192.0.2.256"] { #expect(AddressKey(text) == nil) }
  }
}
