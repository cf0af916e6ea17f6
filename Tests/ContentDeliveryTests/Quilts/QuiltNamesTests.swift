import TestSupport
import Testing
import WalrusIdentity

@testable import ContentDelivery

@Suite struct QuiltNamesTests {
  private let quilt = SampleContent.blob(1)
  private let secret = SampleContent.secret

  private func patch(_ start: UInt16) throws -> QuiltPatchID {
    try QuiltPatchID(quilt: quilt, startColumn: start, endColumn: start + 1)
  }

  private func key(_ name: String) -> ContentKey {
    ContentReference(.namedPatch(quilt: quilt, identifier: name), secret: secret).key
  }

  @Test func `names are found until their time is over`() throws {
    var names = QuiltNames(countMax: 10)
    let id = ContentKey(quilt)
    #expect(names.find(key("a"), in: id, at: 5) == .unlisted)
    names.insert([key("a"): try patch(1)], of: id, until: 10)
    #expect(names.find(key("a"), in: id, at: 9) == .patch(try patch(1)))
    #expect(names.find(key("b"), in: id, at: 9) == .absent)
    #expect(names.find(key("a"), in: id, at: 10) == .unlisted)
    names.forget(id)
    #expect(names.count == 0 && !names.isListed(id, at: 1))
  }

  @Test func `the number of names is bounded, and the oldest quilts go first`() throws {
    var random = SplitMix64.announced()
    var names = QuiltNames(countMax: 50)
    for number in 0..<500 {
      let count = Int.random(in: 0...20, using: &random)
      var listing: QuiltNames.Listing = [:]
      for name in 0..<count { listing[key("\(number) \(name)")] = try patch(UInt16(name)) }
      let quilt = SampleContent.key(Int.random(in: 0..<40, using: &random))
      names.insert(listing, of: quilt, until: 1)
      #expect(names.count <= 50 && names.isListed(quilt, at: 0))
    }
  }

  @Test func `a list is read, and what belongs to another quilt left out`() throws {
    let other = try QuiltPatchID(quilt: SampleContent.blob(2), startColumn: 1, endColumn: 2)
    let json = """
      [{"identifier":"a/b \\u00e9","patch_id":"\(try patch(1))","tags":{"x":"y"}},
       {"identifier":"c","patch_id":"\(other)","tags":{}},
       {"identifier":"d","patch_id":"nonsense","tags":{}}]
      """
    let names = try #require(
      QuiltListing.names(in: Array(json.utf8), of: quilt, secret: secret))
    #expect(names == [key("a/b \u{e9}"): try patch(1)])
    // Names are told apart by their bytes.
    #expect(names[key("a/b e\u{301}")] == nil)
  }

  @Test(arguments: ["", "{}", "[1]", #"[{"identifier":"a"}]"#])
  func `what is no list is none`(json: String) {
    #expect(QuiltListing.names(in: Array(json.utf8), of: quilt, secret: secret) == nil)
  }

  @Test func `only different patches within the window make a quilt hot`() {
    var heat = QuiltHeat(seconds: 10)
    let quilt = SampleContent.key(1)
    func note(_ patches: [UInt16], at now: Int64) -> [Int] {
      patches.map { heat.note(quilt, startColumn: $0, at: now) }
    }
    #expect(note([1, 1, 2, 1], at: 100) == [1, 1, 2, 2])
    #expect(note([3], at: 109) == [3])
    #expect(note([4], at: 110) == [1])
    #expect(note([5], at: 50) == [1], "a clock set back begins anew")
    #expect(heat.note(SampleContent.key(2), startColumn: 9, at: 50) == 1)
  }

  @Test func `one leads, so many wait, and all are woken once`() {
    var turns = SharedTurns<Int>(waitersMax: 2)
    let woken = Woken()
    func enter() -> SharedTurns<Int>.Turn { turns.enter(7) { woken.count += 1 } }
    #expect([enter(), enter(), enter(), enter()] == [.lead, .wait, .wait, .refused])
    for wake in turns.leave(7) { wake() }
    #expect(woken.count == 2)
    #expect(enter() == .lead)
  }

  /// Unchecked `Sendable`: one thread.
  private final class Woken: @unchecked Sendable {
    // Counted on the test's thread.
    var count = 0
  }
}
