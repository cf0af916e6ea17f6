package import Bytes
internal import CMaxMindDB
internal import Glibc

/// A file that says in which countries addresses are: one in MaxMind's format (MaxMind DB 2.0) with
/// countries or cities, such as GeoLite2 or DB-IP's.
///
/// The file is mapped and never changed, so every thread may ask, and asking allocates nothing.
///
/// `@safe`: the database is opened once, closed with the instance, and only read between.
@safe
package final class CountryDatabase: Sendable {
  /// Why a file cannot be used.
  package struct OpenFailure: Error, CustomStringConvertible {
    package let path: String
    package let reason: String

    package var description: String { "The country database \(path) cannot be used: \(reason)." }
  }

  // Sendable all the same: libmaxminddb only reads once a file is open.
  private nonisolated(unsafe) let database: UnsafeMutablePointer<MMDB_s>

  /// Opens a file.
  ///
  /// - Throws: why it cannot be used.
  package init(path: String) throws(OpenFailure) {
    let opened = UnsafeMutablePointer<MMDB_s>.allocate(capacity: 1)
    unsafe opened.initialize(to: MMDB_s())
    let status = unsafe MMDB_open(path, UInt32(MMDB_MODE_MMAP), opened)
    unsafe database = opened
    guard status == MMDB_SUCCESS else {
      // The instance is whole, so what follows it closes the database, of which the library has
      // left pointers to what it gave back.
      unsafe opened.pointee = MMDB_s()
      throw OpenFailure(path: path, reason: unsafe String(cString: MMDB_strerror(status)))
    }
  }

  deinit {
    unsafe MMDB_close(database)
    unsafe database.deallocate()
  }

  /// The two letters of the country (ISO 3166-1) that an address is in; nil when the file knows none.
  package func letters(of address: PeerAddress) -> (first: UInt8, second: UInt8)? {
    var letters: (UInt8, UInt8) = (0, 0)
    var socketAddress = Self.socketAddress(address)
    let isKnown = unsafe withUnsafeMutablePointer(to: &letters) { letters in
      unsafe letters.withMemoryRebound(to: UInt8.self, capacity: 2) { letters in
        unsafe withUnsafePointer(to: &socketAddress) {
          unsafe $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
            unsafe floe_mmdb_country(database, $0, letters)
          }
        }
      }
    }
    return isKnown == 1 ? letters : nil
  }

  /// An address as the library takes it: IPv4 in a structure of its own, because a file may know
  /// that family alone.
  private static func socketAddress(_ address: PeerAddress) -> sockaddr_storage {
    var storage = sockaddr_storage()
    unsafe withUnsafeMutablePointer(to: &storage) { storage in
      if address.isIPv4 {
        unsafe storage.withMemoryRebound(to: sockaddr_in.self, capacity: 1) {
          unsafe $0.pointee.sin_family = sa_family_t(AF_INET)
          unsafe $0.pointee.sin_addr.s_addr = UInt32(truncatingIfNeeded: address.low).bigEndian
        }
        return
      }
      unsafe storage.withMemoryRebound(to: sockaddr_in6.self, capacity: 1) {
        unsafe $0.pointee.sin6_family = sa_family_t(AF_INET6)
        unsafe withUnsafeMutableBytes(of: &$0.pointee.sin6_addr) {
          unsafe $0.storeBytes(of: address.high.bigEndian, toByteOffset: 0, as: UInt64.self)
          unsafe $0.storeBytes(of: address.low.bigEndian, toByteOffset: 8, as: UInt64.self)
        }
      }
    }
    return storage
  }
}
