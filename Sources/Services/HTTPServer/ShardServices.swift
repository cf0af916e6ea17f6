package import Routing

/// What one shard of the server works with; made on the shard's loop.
package struct ShardServices {
  package let responder: any InlineResponder
  package let handler: any RequestHandler
  package let observer: any RequestObserver
  /// Whether the server is reached by HTTPS alone, which every answer then says (RFC 6797).
  package let isStrict: Bool

  /// The three parts, each made for this shard.
  package init(
    responder: any InlineResponder, handler: any RequestHandler, observer: any RequestObserver,
    isStrict: Bool = false
  ) {
    self.isStrict = isStrict
    self.responder = responder
    self.handler = handler
    self.observer = observer
  }
}
