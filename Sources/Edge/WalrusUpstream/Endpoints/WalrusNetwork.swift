/// The public networks whose hosts are shipped.
package enum WalrusNetwork: String, CaseIterable, Sendable {
  case mainnet
  case testnet
}
