/// Why a local network could not be set up.
package enum LocalNetworkError: Error, CustomStringConvertible {
  /// The data directory can not be used.
  case store(StoreError)

  /// A port or thread was refused by the kernel.
  case system(SystemCallError)

  /// A setting makes no sense; the sentence says which.
  case setting(String)

  /// The sentence for the person who started it.
  package var description: String {
    switch self {
    case .store(let error): "\(error)"
    case .system(let error): "\(error)"
    case .setting(let sentence): sentence
    }
  }
}
