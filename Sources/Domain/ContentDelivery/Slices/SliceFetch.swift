internal import Bytes

/// One fetch of a run of slices: passes on what the origin says and sends.
final class SliceFetch: OriginReceiver {
  let run: Int
  private let driver: SliceDriver
  private var fetch: (any OriginFetch)?
  /// Who sends.
  var source: String
  /// Bytes that came when there was no room for their slice.
  private var held: [UInt8] = []
  /// Whether the origin has been told to wait.
  private(set) var isPaused = false
  /// Whether it is counted among the fetches of its shard, and not as the one it came from.
  let isCounted: Bool

  /// A fetch that has not begun.
  init(run: Int, driver: SliceDriver) {
    self.run = run
    self.driver = driver
    source = ""
    isCounted = true
  }

  /// A fetch that another has begun, and hands what comes to this.
  init(run: Int, driver: SliceDriver, adopting fetch: (any OriginFetch)?, source: String) {
    self.run = run
    self.driver = driver
    self.source = source
    self.fetch = fetch
    isCounted = false
  }

  /// Begins to fetch.
  func begin(_ request: OriginRequest, from source: any BlobSource) {
    fetch = source.fetch(request, into: self)
  }

  /// Whether bytes wait here for room.
  var isHolding: Bool { !held.isEmpty }

  /// Keeps bytes until there is room for them.
  func hold(_ bytes: RawSpan) {
    unsafe bytes.withUnsafeBytes { unsafe held.append(contentsOf: $0) }
  }

  /// Goes on after a pause.
  func resume() {
    guard isPaused else { return }
    isPaused = false
    let bytes = held
    held = []
    let demand = bytes.isEmpty ? .more : unsafe driver.received(bytes.span.bytes, of: self)
    switch demand {
    case .more: fetch?.resume()
    case .pause: isPaused = true
    case .cancel: fetch?.cancel()
    }
  }

  /// Ends the fetch from this side; what it brings meanwhile is not looked at.
  func cancel() {
    held = []
    fetch?.cancel()
  }

  func received(head: OriginHead) {
    if !driver.received(head, of: self) { cancel() }
  }

  func received(bytes: RawSpan) -> OriginDemand {
    driver.noteOriginBytes(bytes.byteCount)
    return replay(bytes)
  }

  /// Takes bytes that are counted already.
  func replay(_ bytes: RawSpan) -> OriginDemand {
    let demand: OriginDemand
    if isHolding {
      hold(bytes)
      demand = .pause
    } else {
      demand = driver.received(bytes, of: self)
    }
    if case .pause = demand { isPaused = true }
    return demand
  }

  func completed(_ failure: OriginFailure?) {
    fetch = nil
    driver.completed(self, failure)
  }
}
