package import Routing

/// What one shard of the server works with; made on the shard's loop.
package struct ShardServices {
  package let responder: any InlineResponder
  package let handler: any RequestHandler
  package let observer: any RequestObserver
  /// Addresses that are not served at all, if there are such.
  package let filter: (any AddressFilter)?

  /// The parts; all but the filter are made for this shard.
  package init(
    responder: any InlineResponder, handler: any RequestHandler, observer: any RequestObserver,
    filter: (any AddressFilter)? = nil
  ) {
    self.filter = filter
    self.responder = responder
    self.handler = handler
    self.observer = observer
  }
}
