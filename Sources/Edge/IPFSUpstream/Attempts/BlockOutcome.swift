/// What became of one request for a block, for metrics.
enum BlockOutcome: String, CaseIterable {
  /// Its bytes have the digest of the CID.
  case verified
  /// It came, but its hash function cannot be computed here.
  case unverified
  /// Its bytes have another digest: the gateway lies, or is broken.
  case mismatched
  /// It did not come.
  case failed
}
