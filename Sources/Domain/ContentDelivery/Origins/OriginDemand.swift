/// What a receiver wants after it has taken bytes.
package enum OriginDemand: Sendable {
  /// The next bytes as they come.
  case more
  /// Nothing until `OriginFetch.resume()`; the bytes just given are taken.
  case pause
  /// Nothing at all: the fetch ends with `.cancelled`.
  case cancel
}
