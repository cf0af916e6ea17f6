/// What a handler wants after it has taken bytes.
package enum Demand: Sendable {
  /// The next bytes as they come.
  case more
  /// Nothing until `UpstreamExchange.resume()`; the bytes just given are taken.
  case pause
  /// Nothing at all: the exchange ends with `UpstreamFailure.cancelled`.
  case cancel
}
