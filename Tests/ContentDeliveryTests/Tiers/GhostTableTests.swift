import TestSupport
import Testing

@testable import ContentDelivery

@Suite struct GhostTableTests {
  /// The hash of a number; all bits differ.
  private func hash(_ number: Int) -> UInt64 {
    SampleContent.key(number).hash(seed: SampleContent.secret)
  }

  @Test func `a ghost is found once, with its frequency and age`() {
    let ghosts = GhostTable()
    ghosts.note(hash(1), frequency: 7, among: 1000)
    for number in 2..<200 { ghosts.note(hash(number), frequency: 1, among: 1000) }
    let ghost = ghosts.take(hash(1))
    #expect(ghost?.frequency == 7)
    #expect((10...14).contains(ghost?.age ?? -1))
    #expect(ghosts.take(hash(1)) == nil)
    #expect(ghosts.take(hash(5000)) == nil)
  }

  @Test func `most ghosts of three turnovers are there, and none of ten`() {
    let ghosts = GhostTable()
    let count = 2000
    for number in 0..<(10 * count) { ghosts.note(hash(number), frequency: 2, among: count) }
    let recent = ((8 * count)..<(10 * count)).count { ghosts.take(hash($0)) != nil }
    #expect(recent > 2 * count * 9 / 10)
    let old = (0..<(5 * count)).count { ghosts.take(hash($0)) != nil }
    #expect(old < count / 50)
  }

  @Test func `ghosts outlive the growth of the table, and take little memory`() {
    let ghosts = GhostTable()
    var number = 0
    for count in stride(from: 500, to: 100_000, by: 500) {
      for _ in 0..<500 {
        ghosts.note(hash(number), frequency: 3, among: count)
        number += 1
      }
      #expect(ghosts.byteCount <= GhostTable.bytesPerEntryMax * count)
      #expect(ghosts.take(hash(number - 400))?.frequency == 3)
    }
  }

  @Test func `all that a policy keeps is at most 64 bytes an entry`() {
    let links = 2 * MemoryLayout<ContentEntry.Index>.size + MemoryLayout<UInt8>.size
    let rank = MemoryLayout<UInt64>.size
    #expect(links + rank + GhostTable.bytesPerEntryMax <= 64)
  }
}
