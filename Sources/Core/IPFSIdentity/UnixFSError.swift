/// Why a DAG-PB block is no part of a file system.
package enum UnixFSError: Error, Hashable, Sendable {
  /// The bytes are no protobuf, or end inside a field.
  case malformedProtobuf
  /// A field that DAG-PB does not have, a second one, or one out of its order.
  case notDagPB
  /// A link without a CID, or with one that cannot be read.
  case malformedLink
  /// The block holds no description of a file or directory.
  case noData
  /// The description says no type, or one that is not known.
  case unknownType
  /// A field of the description is there twice, or of the wrong kind.
  case malformedDescription
  /// The sizes that are told do not agree with each other or with the links.
  case contradictorySizes
}
