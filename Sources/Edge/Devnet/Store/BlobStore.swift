import Synchronization
import WalrusIdentity

/// The state of the emulated network: blobs, objects and the epoch, kept in a directory.
///
/// A blob is two files: its content and its record. Both are written beside their place, made
/// durable and moved there, the record last; so a blob is there whole or not at all.
final class BlobStore: Sendable {
  /// What storing came to.
  enum Stored: Sendable {
    /// A new object was made.
    case created(BlobRecord, BlobObject)

    /// The network holds the blob for long enough already.
    case certified(BlobRecord)
  }

  private struct NetworkRecord {
    var epoch: Int
    var shardCount: Int
  }

  private struct State {
    var records: [String: BlobRecord] = [:]
    /// Object id to blob id.
    var blobs: [String: String] = [:]
    var epoch = 0

    mutating func admit(_ record: BlobRecord) {
      records[record.blobID] = record
      for object in record.objects {
        blobs[object.id] = record.blobID
        if let shared = object.sharedID { blobs[shared] = record.blobID }
      }
    }

    func live(_ blobID: String) -> BlobRecord? {
      records[blobID].flatMap { $0.endEpoch > epoch ? $0 : nil }
    }

    func certified(_ blobID: String, for purchase: Purchase) -> BlobRecord? {
      guard !purchase.isForced, let record = live(blobID),
        record.endEpoch >= epoch + purchase.epochs
      else { return nil }
      return record
    }
  }

  let shardCount: Int
  private let directory: StoreDirectory
  private let lock: FileDescriptor
  private let state: Mutex<State>

  /// Opens the directory and loads every whole blob in it.
  init(path: String, shardCount: Int, firstEpoch: Int) throws(StoreError) {
    self.shardCount = shardCount
    do throws(SystemCallError) {
      directory = try StoreDirectory(creating: path)
    } catch {
      throw .system(error)
    }
    lock = try Self.lock(directory)
    var state = State()
    do throws(StoreError) {
      state.epoch = try Self.epoch(in: directory, shardCount: shardCount, first: firstEpoch)
    } catch {
      lock.close()
      throw error
    }
    for name in directory.names where name.hasSuffix(".record") {
      if let record = Self.record(name, in: directory) { state.admit(record) }
    }
    self.state = Mutex(state)
  }

  /// Gives the directory back.
  func close() {
    lock.close()
  }

  /// The current epoch.
  var epoch: Int { state.withLock { $0.epoch } }

  /// Every blob, expired ones too, by id.
  var records: [BlobRecord] {
    state.withLock { $0.records.values.sorted { $0.blobID < $1.blobID } }
  }

  /// The blob, if the network holds it in this epoch.
  func record(_ blobID: BlobID) -> BlobRecord? {
    state.withLock { $0.live(blobID.description) }
  }

  /// The object and its blob, if the network holds it in this epoch.
  func object(_ objectID: ObjectID) -> (record: BlobRecord, object: BlobObject)? {
    let id = objectID.description
    return state.withLock { state in
      guard let blobID = state.blobs[id], let record = state.live(blobID),
        let object = record.objects.first(where: { $0.id == id || $0.sharedID == id })
      else { return nil }
      return (record, object)
    }
  }

  /// The file with the content of a blob.
  func contentPath(_ record: BlobRecord) -> String {
    directory.path(of: Self.contentName(record.blobID))
  }

  /// The whole content of a blob; nil when its file is gone.
  func content(_ record: BlobRecord) -> [UInt8]? {
    directory.read(Self.contentName(record.blobID))
  }

  /// Stores a blob; once this returns, it survives a crash.
  func store(
    _ bytes: [UInt8], as blobID: BlobID, encodedLength: Int, for purchase: Purchase
  ) throws(SystemCallError) -> Stored {
    let id = blobID.description
    let held = state.withLock { $0.certified(id, for: purchase) }
    if let held { return .certified(held) }
    if directory.size(of: Self.contentName(id)) != bytes.count {
      try directory.write(bytes, as: Self.contentName(id))
    }
    return try state.withLock { state throws(SystemCallError) in
      if let record = state.certified(id, for: purchase) { return .certified(record) }
      let object = BlobObject(
        id: RandomIdentifier.object(), storageID: RandomIdentifier.object(),
        sharedID: purchase.isShared ? RandomIdentifier.object() : nil, startEpoch: state.epoch,
        endEpoch: state.epoch + purchase.epochs, isDeletable: !purchase.isPermanent,
        attributes: [:])
      var record =
        state.records[id]
        ?? BlobRecord(
          blobID: id, size: bytes.count, encodedLength: encodedLength,
          transaction: RandomIdentifier.transaction(), objects: [])
      record.objects.append(object)
      try save(record)
      state.admit(record)
      return .created(record, object)
    }
  }

  /// Replaces the attribute map of an object; false when there is no such object.
  func setAttributes(_ attributes: [String: String], of id: String) throws(SystemCallError) -> Bool
  {
    try state.withLock { state throws(SystemCallError) in
      guard var record = state.records[state.blobs[id] ?? id] else { return false }
      let index = record.objects.lastIndex { $0.id == id || $0.sharedID == id }
      // A blob id stands for its newest object.
      record.objects[index ?? record.objects.count - 1].attributes = attributes
      try save(record)
      state.admit(record)
      return true
    }
  }

  /// Deletes a blob and all its objects, as their owners could on the chain.
  func remove(_ blobID: BlobID) -> Bool {
    let id = blobID.description
    return state.withLock { state in
      guard let record = state.records.removeValue(forKey: id) else { return false }
      state.blobs = state.blobs.filter { $0.value != record.blobID }
      // The record goes first: content alone is nothing.
      directory.remove(Self.recordName(id))
      directory.remove(Self.contentName(id))
      try? directory.synchronize()
      return true
    }
  }

  /// Moves to an epoch, which is kept too.
  func enter(epoch: Int) throws(SystemCallError) {
    try state.withLock { state throws(SystemCallError) in
      try Self.save(NetworkRecord(epoch: epoch, shardCount: shardCount), in: directory)
      state.epoch = epoch
    }
  }

  private func save(_ record: BlobRecord) throws(SystemCallError) {
    try directory.write(Array(record.json.text.utf8), as: Self.recordName(record.blobID))
    try directory.synchronize()
  }

  // MARK: - Files

  private static func contentName(_ blobID: String) -> String { "\(blobID).content" }
  private static func recordName(_ blobID: String) -> String { "\(blobID).record" }

  private static func lock(_ directory: StoreDirectory) throws(StoreError) -> FileDescriptor {
    do throws(SystemCallError) {
      if let lock = try directory.lock() { return lock }
    } catch {
      throw .system(error)
    }
    throw .inUse(path: directory.path)
  }

  private static func record(_ name: String, in directory: StoreDirectory) -> BlobRecord? {
    guard let bytes = directory.read(name),
      let record = JSONValue(parsing: bytes).flatMap({ BlobRecord(json: $0) }),
      recordName(record.blobID) == name, !record.objects.isEmpty,
      directory.size(of: contentName(record.blobID)) == record.size
    else { return nil }
    return record
  }

  private static func epoch(
    in directory: StoreDirectory, shardCount: Int, first: Int
  ) throws(StoreError) -> Int {
    if let bytes = directory.read("network"),
      let record = JSONValue(parsing: bytes), let epoch = record["epoch"]?.integer,
      let found = record["shardCount"]?.integer
    {
      guard found == shardCount else {
        throw .otherShardCount(found: Int(found), wanted: shardCount, path: directory.path)
      }
      return Int(epoch)
    }
    do throws(SystemCallError) {
      try save(NetworkRecord(epoch: first, shardCount: shardCount), in: directory)
    } catch {
      throw .system(error)
    }
    return first
  }

  private static func save(
    _ record: NetworkRecord, in directory: StoreDirectory
  ) throws(SystemCallError) {
    let json = JSONValue.object([
      ("epoch", .integer(Int64(record.epoch))), ("shardCount", .integer(Int64(record.shardCount))),
    ])
    try directory.write(Array(json.text.utf8), as: "network")
    try directory.synchronize()
  }
}
