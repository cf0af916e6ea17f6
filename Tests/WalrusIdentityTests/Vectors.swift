import FoundationEssentials
import Testing

/// The published and cross-checked vectors of `Vectors/walrus.json`.
struct Vectors: Decodable, Sendable {
  struct Pair: Decodable, Sendable {
    var primary: String
    var secondary: String
  }

  struct Blob: Decodable, Sendable, CustomTestStringConvertible {
    var description: String
    var n_shards: Int
    var size: Int
    var rule: String
    var primary_source_symbols: Int
    var secondary_source_symbols: Int
    var symbol_size: Int
    var encoded_length: Int
    var sliver_pair_hashes_first3: [Pair]?
    var sliver_pair_hash_last: Pair?
    var all_sliver_pair_hashes: [Pair]?
    var root_hash_hex: String
    var blob_id: String
    var blob_id_hex: String

    var testDescription: String { "\(rule), \(n_shards) shards" }
    var content: [UInt8] { Rule.content(rule) }
  }

  struct Quilt: Decodable, Sendable, CustomTestStringConvertible {
    struct File: Decodable, Sendable {
      var identifier: String
      var rule: String
      var tags: [String: String]
    }

    struct Patch: Decodable, Sendable {
      var identifier: String
      var start: Int
      var end: Int
      var quilt_patch_id: String
    }

    var description: String
    var n_shards: Int
    var files: [File]
    var quilt_size: Int
    var symbol_size: Int
    var quilt_djb2: String
    var quilt_first_bytes_hex: String
    var column0_bytes_hex: String
    var quilt_blob_id: String
    var root_hash_hex: String
    var patches: [Patch]

    var testDescription: String { description }
  }

  struct Code: Decodable, Sendable, CustomTestStringConvertible {
    var k: Int
    var r: Int
    var originals: [UInt16]?
    var recovery: [UInt16]?
    var recovery_first4: [UInt16]?
    var recovery_last: UInt16?
    var recovery_sha256_u16le: String?

    var testDescription: String { "\(k) + \(r)" }
  }

  struct Primitives: Decodable, Sendable {
    struct Tables: Decodable, Sendable {
      var exp_sha256_u16le: String
      var log_sha256_u16le: String
      var skew_sha256_u16le: String
      var exp_0_7: [UInt16]
      var log_0_7: [UInt16]
      var skew_0_15: [UInt16]
    }

    struct Merkle: Decodable, Sendable {
      var leaf_empty: String
      var leaf_0000: String
      var root3: String
    }

    struct Layout: Decodable, Sendable {
      var elements: [UInt16]
    }

    var tables: Tables
    var rs: [Code]
    var merkle: Merkle
    var symbol_layout: Layout
  }

  var vectors: [Blob]
  var quilts: [Quilt]
  var primitives: Primitives

  static let all: Vectors = {
    let folder = #filePath.split(separator: "/").dropLast().joined(separator: "/")
    let data = FileManager.default.contents(atPath: "/\(folder)/Vectors/walrus.json")!
    return try! JSONDecoder().decode(Vectors.self, from: data)
  }()
}
