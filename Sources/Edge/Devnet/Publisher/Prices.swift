/// What the emulated network charges, in FROST (1e-9 WAL) for each MiB of encoded length.
package struct Prices: Sendable, Equatable {
  /// Once, for writing.
  package var write = 2_000

  /// For each epoch of storage.
  package var storagePerEpoch = 100

  /// The prices with which the documentation's sample comes out.
  package init() {}

  /// The cost of storing; every begun MiB counts.
  func cost(encodedLength: Int, epochs: Int) -> Int {
    let mebibyte = 1_048_576
    let units = (encodedLength + mebibyte - 1) / mebibyte
    return units * (write + storagePerEpoch * epochs)
  }
}
