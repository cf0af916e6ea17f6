import WalrusIdentity

extension Aggregator {
  func patchRead(_ segment: String, _ read: Read) -> Response { .empty(404) }
  func patchRead(quilt segment: String, identifier: String, _ read: Read) -> Response {
    .empty(404)
  }
  func patchList(_ segment: String, _ read: Read) -> Response { .empty(404) }
}
