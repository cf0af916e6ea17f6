import Bytes

/// The head of one request, as offsets into the bytes it was parsed from.
///
/// Made once per connection or per loop and refilled by `RequestParser`: reading one allocates
/// nothing. A head holds no bytes. Every accessor that yields some takes the same bytes, from the
/// same first byte, that were parsed; the offsets stay right when those bytes are moved elsewhere.
/// Outside a `.complete` outcome the contents mean nothing.
@usableFromInline package final class RequestHead {
  /// Methods longer than this are not implemented here (RFC 9112 §3).
  static let methodBytesMax = 24

  var line = RequestLine()
  var fields = FieldTable()
  var framing = RequestFraming()

  /// What `fields` and `framing` were read from; nil for a head that is filled but once.
  let memory: FieldMemory?

  /// Makes an empty head; it takes about 1.2 KB.
  ///
  /// - Parameter remembersFields: whether field lines that are the same as the last ones are not
  ///   read again; that takes another kilobyte.
  package init(remembersFields: Bool = false) {
    memory = remembersFields ? FieldMemory() : nil
  }

  /// A second head with the same contents, for who must keep it while this one is refilled.
  package func copy() -> RequestHead {
    let other = RequestHead()
    other.line = line
    other.fields = fields
    other.framing = framing
    return other
  }

  /// Bytes of the head, from its first byte to the end of the empty line.
  package var byteCount: Int { framing.headLength }

  /// The method.
  package var method: Method { line.method }

  /// The minor version of HTTP/1: 0 or 1.
  package var minorVersion: UInt8 { line.minorVersion }

  /// The form of the target.
  package var targetForm: TargetForm { line.form }

  /// How the end of the content is found.
  package var body: BodyFraming { framing.body }

  /// Whether the connection may carry another request after this one (RFC 9112 §9.3).
  package var keepsAlive: Bool { framing.keepsAlive }

  /// Whether the client waits for 100 (Continue) before it sends content (RFC 9110 §10.1.1).
  package var expectsContinue: Bool { framing.expectsContinue }

  /// Whether the client offers to change the protocol (RFC 9110 §7.8).
  package var offersUpgrade: Bool { framing.offersUpgrade }
}
