/// The form in which records are kept in files.
extension BlobRecord {
  /// The record of a document; nil when it is none.
  init?(json: JSONValue) {
    guard let blobID = json["blobID"]?.string, let size = json["size"]?.integer,
      let encodedLength = json["encodedLength"]?.integer,
      let transaction = json["transaction"]?.string, case .array(let listed)? = json["objects"]
    else { return nil }
    let objects = listed.compactMap { BlobObject(json: $0) }
    guard objects.count == listed.count else { return nil }
    self.init(
      blobID: blobID, size: Int(size), encodedLength: Int(encodedLength),
      transaction: transaction, objects: objects)
  }

  /// The record as a document.
  var json: JSONValue {
    .object([
      ("blobID", .string(blobID)), ("size", .integer(Int64(size))),
      ("encodedLength", .integer(Int64(encodedLength))), ("transaction", .string(transaction)),
      ("objects", .array(objects.map(\.json))),
    ])
  }
}
