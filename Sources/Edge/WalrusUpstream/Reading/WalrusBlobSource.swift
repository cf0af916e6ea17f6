package import ContentDelivery
internal import EventLoops
package import HTTPClient

/// Content of the Walrus network, read from one of several aggregators.
package final class WalrusBlobSource: BlobSource {
  let client: UpstreamClient
  let endpoints: [WalrusEndpoint]
  let selection: any EndpointSelection
  /// Whose each endpoint is, as a number.
  private let operators: [Int]
  /// The limits in force.
  package let settings: WalrusUpstreamSettings
  private var wrong = WrongContents()

  /// A source for the shard of this client.
  package init(
    client: UpstreamClient, endpoints: [WalrusEndpoint], selection: any EndpointSelection,
    settings: WalrusUpstreamSettings
  ) {
    precondition(selection.count == endpoints.count)
    self.client = client
    self.endpoints = endpoints
    self.selection = selection
    self.settings = settings
    var numbers: [String: Int] = [:]
    operators = endpoints.map { endpoint in
      let number = numbers[endpoint.operatorName] ?? numbers.count
      numbers[endpoint.operatorName] = number
      return number
    }
  }

  package func fetch(
    _ request: OriginRequest, into receiver: any OriginReceiver
  ) -> any OriginFetch {
    client.loop.preconditionIsCurrent()
    let fetch = WalrusFetch(request, source: self, receiver: receiver)
    fetch.begin()
    return fetch
  }

  package func contentWasWrong(_ reference: ContentReference, from source: String) {
    client.loop.preconditionIsCurrent()
    for index in endpoints.indices where endpoints[index].source == source {
      wrong.insert(reference.key, from: index, at: client.loop.nowMilliseconds)
      selection.contentWasWrong(index)
    }
  }

  /// The endpoints that are not asked for this content, because of what they sent before.
  func distrusted(for reference: ContentReference) -> [Int] {
    wrong.endpoints(for: reference.key, at: client.loop.nowMilliseconds)
  }

  /// A plan for one read.
  func plan() -> AttemptPlan {
    AttemptPlan(
      attemptsMax: settings.attemptsMax, endpointCount: endpoints.count,
      notFoundConfirmations: settings.notFoundConfirmations, operators: operators)
  }

  /// The canonical request: nothing of it but the path and the range depends on anything.
  ///
  /// - Parameter limit: how long the answer may take at most.
  func upstreamRequest(
    _ path: String, on endpoint: Int, method: UpstreamMethod = .get,
    range: ClosedRange<Int64>? = nil, within limit: Duration? = nil
  ) -> UpstreamRequest {
    var request = UpstreamRequest(method, url: endpoints[endpoint].url(path))
    request.range = range
    request.timeouts = UpstreamTimeouts(
      connect: settings.connectTimeout, firstByte: nil,
      head: min(settings.attemptTimeout, limit ?? settings.attemptTimeout),
      stall: settings.stallTimeout)
    return request
  }
}
