internal import HTTP
internal import Routing

final class DecliningResponder: InlineResponder {
  func respond(
    to head: RequestHead, in bytes: Span<UInt8>, context: RequestContext, into sink: ResponseSink
  ) -> Disposition { .declined }
}
