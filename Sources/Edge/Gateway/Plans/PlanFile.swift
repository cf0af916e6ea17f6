internal import Billing
internal import Glibc
internal import JSON

/// The file of plans, read once when the process starts.
enum PlanFile {
  /// Bytes of a file at most.
  private static let byteCountMax = 256 * 1024

  /// A file that holds no plans, or a setting that names none of them.
  struct Malformed: Error, CustomStringConvertible {
    let description: String
  }

  /// The plans of the settings.
  static func catalog(_ settings: BillingSettings) throws(Malformed) -> PlanCatalog {
    let catalog: PlanCatalog
    if let path = settings.plansFile {
      catalog = try read(path)
    } else {
      catalog = .standard
    }
    guard catalog[settings.defaultPlan] != nil else {
      throw Malformed(
        description: "billing.default_plan: there is no plan called \(settings.defaultPlan)")
    }
    return catalog
  }

  private static func read(_ path: String) throws(Malformed) -> PlanCatalog {
    do {
      return try PlanCatalog(reading: bytes(path))
    } catch let fault as JSONSyntaxError {
      throw Malformed(description: "\(path): \(fault.sentence)")
    } catch let invalid as InvalidFields {
      let lines = invalid.faults.map { "\n  \($0.pointer): \($0.detail)" }.joined()
      throw Malformed(description: "\(path) holds no plans:\(lines)")
    } catch let malformed as Malformed {
      throw malformed
    } catch {
      throw Malformed(description: "\(path): \(error)")
    }
  }

  private static func bytes(_ path: String) throws(Malformed) -> [UInt8] {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw Malformed(description: "\(path): \(unsafe String(cString: strerror(errno)))")
    }
    defer { close(descriptor) }
    var whole: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 64 * 1024)
    while whole.count <= byteCountMax {
      let count = unsafe piece.withUnsafeMutableBytes { buffer in
        unsafe Glibc.read(descriptor, buffer.baseAddress, buffer.count)
      }
      guard count >= 0 else {
        throw Malformed(description: "\(path): \(unsafe String(cString: strerror(errno)))")
      }
      if count == 0 { return whole }
      whole += piece[..<count]
    }
    throw Malformed(description: "\(path) has more than \(byteCountMax) bytes")
  }
}
