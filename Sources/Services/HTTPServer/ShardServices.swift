package import Routing
package import Traces

/// What one shard of the server works with; made on the shard's loop.
package struct ShardServices {
  package let responder: any InlineResponder
  package let handler: any RequestHandler
  package let observer: any RequestObserver
  /// Addresses that are not served at all, if there are such.
  package let filter: (any AddressFilter)?
  /// Whether the server is reached by HTTPS alone, which every answer then says (RFC 6797).
  package let isStrict: Bool
  package let sampler: RequestSampler

  /// The parts; all but the filter are made for this shard.
  package init(
    responder: any InlineResponder, handler: any RequestHandler, observer: any RequestObserver,
    filter: (any AddressFilter)? = nil, isStrict: Bool = false, sampler: RequestSampler = .off
  ) {
    self.filter = filter
    self.isStrict = isStrict
    self.sampler = sampler
    self.responder = responder
    self.handler = handler
    self.observer = observer
  }
}
