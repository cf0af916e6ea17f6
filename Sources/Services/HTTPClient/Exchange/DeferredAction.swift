/// What cannot be done while libcurl is on the stack, or must not be seen by the caller yet.
enum DeferredAction {
  case add(UpstreamExchange)
  case resume(UpstreamExchange)
  case end(UpstreamExchange, UpstreamFailure)
}
