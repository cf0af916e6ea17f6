package import Routing
package import Traces

/// What one shard of the server works with; made on the shard's loop.
package struct ShardServices {
  package let responder: any InlineResponder
  package let handler: any RequestHandler
  package let observer: any RequestObserver
  package let sampler: RequestSampler

  /// The parts, each made for this shard.
  package init(
    responder: any InlineResponder, handler: any RequestHandler, observer: any RequestObserver,
    sampler: RequestSampler = .off
  ) {
    self.sampler = sampler
    self.responder = responder
    self.handler = handler
    self.observer = observer
  }
}
