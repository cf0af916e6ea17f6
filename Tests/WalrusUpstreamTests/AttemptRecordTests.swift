import ContentDelivery
import HTTPClient
import Testing

@testable import WalrusUpstream

@Suite struct AttemptRecordTests {
  private typealias Code = OriginFailure.Code

  private func verdict(
    _ code: OriginFailure.Code?, _ status: Int?, _ failure: UpstreamFailure? = nil
  ) -> EndpointVerdict {
    let report = UpstreamReport()
    var record = AttemptRecord(
      endpoint: 0, status: status,
      outcome: failure.map { .failed($0, report) } ?? .succeeded(report))
    record.code = code
    return record.verdict
  }

  @Test(
    arguments: [
      (nil, 200), (nil, 206), (nil, 404), (nil, 451), (nil, 413), (.notFound, 404),
      (.blocked, 451), (.tooLarge, 403), (.rangeNotSatisfiable, 416),
    ] as [(OriginFailure.Code?, Int)])
  func `an endpoint that says what there is to say is good`(code: OriginFailure.Code?, status: Int)
  {
    #expect(verdict(code, status) == .good)
  }

  @Test(arguments: [
    (429, "overloaded"), (500, "server_error"), (503, "server_error"),
    (403, "forbidden"), (401, "forbidden"),
  ])
  func `a status may be a fault, read by either reader`(status: Int, label: String) {
    for code in [nil, Code.unavailable] {
      guard case .fault(let fault) = verdict(code, status) else {
        Issue.record("\(status) is no fault")
        continue
      }
      #expect(fault.label == label)
    }
  }

  @Test func `what broke is a fault, whatever was said before`() {
    #expect(verdict(.truncated, 200) == .fault(.truncated))
    #expect(verdict(.timedOut, 200, .stalled) == .fault(.timedOut))
    #expect(verdict(.reset, nil, .reset) == .fault(.reset))
    #expect(verdict(.malformed, 200, .cancelled) == .fault(.malformed))
    #expect(verdict(.unavailable, nil, .refused) == .fault(.unreachable))
    #expect(verdict(.unavailable, nil, .tls) == .fault(.tls))
    #expect(verdict(nil, nil, .timedOut(.connect)) == .fault(.timedOut))
  }

  @Test func `what we did ourselves says nothing`() {
    #expect(verdict(.cancelled, nil, .cancelled) == .none)
    #expect(verdict(.unavailable, nil, .cancelled) == .none)
    #expect(verdict(.unavailable, nil, .overloaded) == .none)
    #expect(verdict(.badIdentifier, 400) == .none)
  }

  @Test func `who was overtaken was late`() {
    var record = AttemptRecord(
      endpoint: 0, status: nil, outcome: .failed(.cancelled, UpstreamReport()))
    record.isLate = true
    #expect(record.verdict == .fault(.late))
  }

  @Test func `each fault has a label of its own`() {
    let labels = EndpointFault.allCases.map(\.label)
    #expect(Set(labels).count == labels.count)
  }
}
