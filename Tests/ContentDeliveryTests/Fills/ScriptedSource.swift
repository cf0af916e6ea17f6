@testable import ContentDelivery

/// An origin whose answers the test gives by hand.
final class ScriptedSource: BlobSource {
  /// One fetch that was asked for.
  final class Fetch: OriginFetch {
    let request: OriginRequest
    let receiver: any OriginReceiver
    private(set) var isCancelled = false
    private(set) var resumeCount = 0
    /// What the receiver wanted after it was last given bytes.
    private(set) var demand = OriginDemand.more
    private var hasEnded = false

    init(_ request: OriginRequest, _ receiver: any OriginReceiver) {
      self.request = request
      self.receiver = receiver
    }

    func resume() {
      resumeCount += 1
      demand = .more
    }

    func cancel() { isCancelled = true }

    func head(_ head: OriginHead) { receiver.received(head: head) }

    func bytes(_ bytes: [UInt8]) {
      demand = receiver.received(bytes: bytes.span.bytes)
      if case .cancel = demand { isCancelled = true }
    }

    func end(_ failure: OriginFailure? = nil) {
      guard !hasEnded else { return }
      hasEnded = true
      receiver.completed(isCancelled ? OriginFailure(.cancelled) : failure)
    }
  }

  private(set) var fetches: [Fetch] = []
  /// What was said to be wrong: the reference and who sent it.
  private(set) var wrong: [(reference: ContentReference, source: String)] = []

  func contentWasWrong(_ reference: ContentReference, from source: String) {
    wrong.append((reference, source))
  }

  func fetch(_ request: OriginRequest, into receiver: any OriginReceiver) -> any OriginFetch {
    let fetch = Fetch(request, receiver)
    fetches.append(fetch)
    return fetch
  }
}
