internal import Alerts
internal import Capabilities

/// A sink that is a receiver of HTTP: what it is sent is made elsewhere.
struct HTTPAlertSink: AlertSink {
  let name: String
  let address: SinkAddress
  let client: AlertClient
  /// Makes the request of a notice.
  let request: @Sendable (AlertNotice) -> AlertRequest

  func deliver(_ notice: AlertNotice) async throws(AlertFailure) -> String {
    try await client.post(request(notice), to: address)
  }
}
