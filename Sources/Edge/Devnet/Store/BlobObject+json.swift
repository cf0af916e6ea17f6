/// The form in which objects are kept within the record of their blob.
extension BlobObject {
  /// The object of a document; nil when it is none.
  init?(json: JSONValue) {
    guard let id = json["id"]?.string, let storageID = json["storageID"]?.string,
      let startEpoch = json["startEpoch"]?.integer, let endEpoch = json["endEpoch"]?.integer,
      case .bool(let isDeletable)? = json["isDeletable"],
      case .object(let members)? = json["attributes"]
    else { return nil }
    var attributes: [String: String] = [:]
    for member in members {
      guard let value = member.value.string else { return nil }
      attributes[member.name] = value
    }
    self.init(
      id: id, storageID: storageID, sharedID: json["sharedID"]?.string,
      startEpoch: Int(startEpoch), endEpoch: Int(endEpoch), isDeletable: isDeletable,
      attributes: attributes)
  }

  /// The object as a document.
  var json: JSONValue {
    var members: [(name: String, value: JSONValue)] = [
      ("id", .string(id)), ("storageID", .string(storageID)),
      ("startEpoch", .integer(Int64(startEpoch))), ("endEpoch", .integer(Int64(endEpoch))),
      ("isDeletable", .bool(isDeletable)),
      (
        "attributes",
        .object(attributes.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value)) })
      ),
    ]
    if let sharedID { members.append(("sharedID", .string(sharedID))) }
    return .object(members)
  }
}
