extension String {
  /// The bytes as text, repaired where they are no UTF-8. Off the hot path only: it allocates.
  package init(copying bytes: Span<UInt8>) {
    self = unsafe bytes.withUnsafeBufferPointer { unsafe String(decoding: $0, as: UTF8.self) }
  }
}
