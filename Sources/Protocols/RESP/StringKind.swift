/// The strings whose length is told before their bytes, by the byte that they begin with.
enum StringKind {
  case blob, error, verbatim, chunk

  init?(_ type: UInt8) {
    switch type {
    case UInt8(ascii: "$"): self = .blob
    case UInt8(ascii: "!"): self = .error
    case UInt8(ascii: "="): self = .verbatim
    case UInt8(ascii: ";"): self = .chunk
    default: return nil
    }
  }
}
