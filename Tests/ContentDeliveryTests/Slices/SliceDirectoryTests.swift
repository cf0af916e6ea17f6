import Testing

@testable import ContentDelivery

@Suite struct SliceDirectoryTests {
  private func content(_ number: Int, length: Int = 5000) -> SlicedContent {
    let blob = SampleContent.blob(number)
    return SlicedContent(
      ContentReference(.blob(blob), secret: SampleContent.secret),
      metadata: SampleContent.metadata(blob, length: length), isTyped: false, sliceSize: 1000,
      onContentDomain: false)
  }

  @Test func `the oldest that nobody asks for goes first`() {
    var directory = SliceDirectory(countMax: 3)
    for number in 0..<3 { #expect(directory.insert(content(number)) == nil) }
    #expect(directory.find(SampleContent.key(0)) != nil)
    #expect(directory.insert(content(3))?.key == SampleContent.key(1))
    #expect(directory.insert(content(4))?.key == SampleContent.key(2))
    #expect(directory.insert(content(5))?.key == SampleContent.key(0))
    #expect(directory.count == 3)
  }

  @Test func `when all are asked for, one goes all the same`() {
    var directory = SliceDirectory(countMax: 2)
    for number in 0..<20 {
      _ = directory.insert(content(number))
      #expect(directory.find(SampleContent.key(number)) != nil)
      #expect(directory.count <= 2)
    }
  }

  @Test func `what takes the place of another gives it back`() {
    var directory = SliceDirectory(countMax: 2)
    let first = content(1)
    #expect(directory.insert(first) == nil)
    let replaced = directory.insert(content(1, length: 6000))
    #expect(replaced === first && !first.hasSameBytes(as: content(1, length: 6000)))
    let removed = directory.remove(SampleContent.key(1))
    #expect(removed?.metadata.length == 6000)
    #expect(directory.find(SampleContent.key(1)) == nil)
    // The gap that is left is filled again.
    for number in 2..<6 { _ = directory.insert(content(number)) }
    #expect(directory.count <= 2)
  }
}
