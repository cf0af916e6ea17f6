extension Publisher {
  func storeQuilt(_ exchange: Exchange, _ faults: Faults) throws -> Response { .empty(404) }
}
