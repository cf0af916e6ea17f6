import HTTP
import Telemetry
import Testing

@testable import Gateway

/// The series of requests: enough of them, and no more than can ever be counted.
struct RouteSeriesTests {
  private static let series = RouteSeries(
    labels: ["none", "GET /cdn/{id}", "PUT /v1/blobs"], methods: [.get, .put])

  private static func row(_ method: Method, _ route: Int, _ status: Int) -> [String] {
    series.labels.rows[series.index(method, route: route, status: status)]
  }

  @Test func `a request is counted under its method, route and status class`() {
    #expect(Self.row(.get, 1, 200) == ["GET", "GET /cdn/{id}", "2xx"])
    #expect(Self.row(.head, 1, 304) == ["HEAD", "GET /cdn/{id}", "3xx"])
    #expect(Self.row(.put, 2, 413) == ["PUT", "PUT /v1/blobs", "4xx"])
    #expect(Self.row(.put, 2, 502) == ["PUT", "PUT /v1/blobs", "5xx"])
    #expect(Self.row(.options, 0, 204) == ["OPTIONS", "none", "2xx"])
    #expect(Self.row(.trace, 0, 405) == ["other", "none", "4xx"])
  }

  @Test func `only what a route can be asked for has series`() {
    // Eight methods without a route, two of a GET, one of a PUT, four status classes each.
    #expect(Self.series.labels.rows.count == (8 + 2 + 1) * 4)
    #expect(Set(Self.series.labels.rows).count == Self.series.labels.rows.count)
  }

  @Test func `what cannot be is counted as a request without a route, and nothing falls outside`() {
    #expect(Self.row(.delete, 1, 200) == ["DELETE", "none", "2xx"])
    #expect(Self.row(.get, 99, 404) == ["GET", "none", "4xx"])
    for method in Method.allCases {
      for route in 0..<4 {
        for status in [0, 100, 199, 200, 299, 300, 399, 400, 499, 500, 599, 999] {
          let index = Self.series.index(method, route: route, status: status)
          #expect(Self.series.labels.rows.indices.contains(index))
        }
      }
    }
  }
}
