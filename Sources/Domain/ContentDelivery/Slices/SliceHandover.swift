/// A fetch of everything that became the fetch of a content's slices when its head had come.
///
/// Until those who waited for the content have asked for its slices, it wants them for them.
final class SliceHandover {
  private let driver: SliceDriver
  private let receiver: SliceFetch
  private var reader: Int?

  /// Hands a fetch over; nil when the slices are there or come already.
  ///
  /// - Parameters:
  ///   - isWanted: whether anybody waits.
  ///   - ignoresRange: whether a part was asked for, and everything comes.
  ///   - source: who sends.
  init?(
    of fetch: (any OriginFetch)?, to driver: SliceDriver, isWanted: Bool, ignoresRange: Bool,
    source: String
  ) {
    self.driver = driver
    if isWanted {
      reader = driver.join(readersMax: .max, wanting: 0..<driver.content.geometry.count)
    }
    guard let receiver = driver.adopt(fetch, ignoresRange: ignoresRange, source: source)
    else {
      if let reader { driver.readerLeft(reader) }
      return nil
    }
    self.receiver = receiver
  }

  /// Those who waited have asked for slices, or have gone.
  func end() {
    guard let reader else { return }
    self.reader = nil
    driver.readerLeft(reader)
  }

  /// Bytes that come now.
  func received(_ bytes: RawSpan) -> OriginDemand { receiver.received(bytes: bytes) }

  /// Bytes that have come, and been counted, before.
  func replay(_ bytes: RawSpan) -> OriginDemand { receiver.replay(bytes) }

  /// The fetch has ended.
  func completed(_ failure: OriginFailure?) {
    receiver.completed(failure)
    end()
  }
}
