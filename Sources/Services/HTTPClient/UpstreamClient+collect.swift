internal import EventLoops

extension UpstreamClient {
  /// Sends a request and gives back the whole response, whatever its status.
  ///
  /// To be called by a task that runs on the client's loop; cancelling it ends the exchange.
  /// Throws `bodyTooLarge` when the content is longer than `limit` bytes.
  package func collect(
    _ request: UpstreamRequest, limit: Int
  ) async throws(UpstreamFailure) -> CollectedResponse {
    let collector = ResponseCollector(limit: limit)
    let exchange = LoopBound(start(request, collector), loop: loop)
    let result = await withTaskCancellationHandler {
      await collector.result()
    } onCancel: {
      exchange.loop.execute { exchange.value.cancel() }
    }
    return try result.get()
  }
}
