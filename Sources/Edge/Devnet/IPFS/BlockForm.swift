/// How bytes become blocks when they are added.
package enum BlockForm: String, Sendable {
  /// A raw block, or a root and raw blocks where one would be too long.
  case raw

  /// The same with a DAG-PB block in place of a single raw one.
  case dagPB = "dag-pb"

  /// The bytes are a DAG-PB block already.
  case node
}
