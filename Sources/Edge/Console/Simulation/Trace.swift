/// Requests in their order, with keys as numbers.
struct Trace: Sendable {
  /// What people call it.
  let name: String
  /// The object of each request.
  private(set) var objects: [UInt32] = []
  /// The size of each request, in bytes.
  private(set) var sizes: [Int] = []
  /// The sum of the sizes of all objects, each as it was when first asked for.
  private(set) var footprint = 0
  private(set) var objectCount = 0
  private var numbers: [String: UInt32] = [:]

  /// The most requests of a trace.
  static let requestsMax = 200_000_000

  /// A trace without requests.
  init(name: String) { self.name = name }

  var requestCount: Int { objects.count }

  /// Adds a request; false when there are too many.
  mutating func append(key: String, size: Int) -> Bool {
    guard objects.count < Self.requestsMax else { return false }
    let number: UInt32
    if let known = numbers[key] {
      number = known
    } else {
      number = UInt32(objectCount)
      numbers[key] = number
      objectCount += 1
      let (sum, isOverflow) = footprint.addingReportingOverflow(size)
      footprint = isOverflow ? .max : sum
    }
    objects.append(number)
    sizes.append(size)
    return true
  }

  /// Lets go of the keys, once all requests are there.
  mutating func seal() { numbers = [:] }
}
