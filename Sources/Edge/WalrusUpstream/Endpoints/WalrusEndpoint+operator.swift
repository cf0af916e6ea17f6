extension WalrusEndpoint {
  /// Labels under a country's domain that registrars sell names under, like `co` in `co.uk`.
  private static let secondLevelLabels: Set<Substring> = [
    "ac", "co", "com", "dev", "edu", "gov", "net", "or", "org",
  ]

  /// Whose it seems to be: the host's registrable domain. An address says nothing of its owner, so
  /// each with its port counts as somebody.
  package var operatorName: String {
    if source.hasPrefix("[") { return source }
    let host = source.prefix { $0 != ":" }
    let labels = host.lowercased().split(separator: ".")
    guard let last = labels.last, !last.allSatisfy(\.isNumber), labels.count > 1 else {
      return source
    }
    let isBelowCountry =
      labels.count > 2 && last.count == 2
      && Self.secondLevelLabels.contains(labels[labels.count - 2])
    return labels.suffix(isBelowCountry ? 3 : 2).joined(separator: ".")
  }
}
