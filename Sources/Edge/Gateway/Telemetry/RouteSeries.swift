internal import HTTP
internal import Routing
internal import Telemetry

/// Which series of `http_requests_total` a finished request belongs to: only those that a route can
/// answer exist.
///
/// A route has its own method, and `HEAD` where that is `GET`; a request without a route may have
/// any method. No request ends with a status below 200 (RFC 9110 §15.2). A route therefore costs
/// four series or eight, not forty.
struct RouteSeries: Sendable {
  /// Names for the classes of status codes, from the second hundred on.
  static let statusClasses = ["2xx", "3xx", "4xx", "5xx"]
  static let methods = ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "other"]

  /// The series, in the order that `index` counts them.
  let labels: MetricLabels
  /// The first series of a route and a method, at `route * 8 + method`. What a route cannot be
  /// asked for leads to the series of requests without one.
  private let firsts: [UInt16]

  /// - Parameters:
  ///   - labels: the routes by their number; the first is a request without one.
  ///   - methods: the method of each route but the first.
  init(labels names: [String], methods routeMethods: [Method]) {
    precondition(names.count == routeMethods.count + 1)
    var rows: [[String]] = []
    var firsts: [UInt16] = []
    for (number, name) in names.enumerated() {
      for method in Self.methods.indices {
        guard number == 0 || Self.answers(routeMethods[number - 1], method) else {
          firsts.append(firsts[method])
          continue
        }
        firsts.append(UInt16(rows.count))
        rows += Self.statusClasses.map { [Self.methods[method], name, $0] }
      }
    }
    labels = .listed(["method", "route", "code"], rows)
    self.firsts = firsts
  }

  /// The series of requests that failed on our side.
  var failing: [Int] {
    labels.rows.indices.filter { labels.rows[$0].last == Self.statusClasses.last }
  }

  /// The series of a request; a route that does not exist counts as none.
  @inline(__always)
  func index(_ method: Method, route: Int, status: Int) -> Int {
    let place = route &* Self.methods.count &+ Self.index(of: method)
    let first = place < firsts.count ? firsts[place] : firsts[Self.index(of: method)]
    let statusClass = status < 300 ? 0 : status < 400 ? 1 : status < 500 ? 2 : 3
    return Int(first) &+ statusClass
  }

  private static func answers(_ routeMethod: Method, _ method: Int) -> Bool {
    method == index(of: routeMethod) || (routeMethod == .get && method == index(of: .head))
  }

  @inline(__always)
  private static func index(of method: Method) -> Int {
    switch method {
    case .get: 0
    case .head: 1
    case .post: 2
    case .put: 3
    case .delete: 4
    case .options: 5
    case .patch: 6
    default: 7
    }
  }
}
