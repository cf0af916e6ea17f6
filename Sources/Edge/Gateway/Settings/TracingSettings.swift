internal import HTTPClient
package import Settings
internal import TelemetryExport
internal import Traces

/// Which requests are recorded as traces, and where those are sent.
package struct TracingSettings: SettingsSection {
  package static let section = "tracing"

  /// Where to, whose requests, under which name, and what bounds it all.
  package var endpoint: String?
  package var headers: String?
  package var ratio: Double
  package var trustsParent: Bool
  package var serviceName: String
  package var showsClients: Bool
  package var interval: Duration
  package var timeout: Duration
  package var spansMax: Int
  package var batchMax: Int

  package init(reading reader: inout SettingsReader) {
    endpoint = reader.value(
      "endpoint", default: String?.none,
      "Receiver of OTLP over HTTP, such as http://127.0.0.1:4318; spans go to /v1/traces there, and "
        + "nowhere without it.")
    headers = reader.value(
      "headers", default: String?.none,
      "Fields that are sent along, as name=value,name=value with percent-encoded values.",
      secret: true)
    ratio = reader.value(
      "ratio", default: 0, "The part of requests that is recorded.", range: 0...1)
    trustsParent = reader.value(
      "trust_parent", default: false,
      "Whether a caller's traceparent says if a request is recorded, and its tracestate is passed on: "
        + "only behind a gateway of one's own, for whoever sends them makes work here.")
    serviceName = reader.value(
      "service_name", default: "floe", "What spans say of who sent them, as service.name.")
    showsClients = reader.value(
      "client_address", default: false, "Whether spans of requests hold the client's address.")
    interval = reader.value(
      "interval", default: Duration.seconds(5), "How often spans are sent.")
    timeout = reader.value(
      "timeout", default: Duration.seconds(10), "How long the receiver may take for a batch.")
    spansMax = reader.value(
      "spans_max", default: 4096, "Spans that may wait; past it the newest are lost and counted.",
      range: 64...1_000_000)
    batchMax = reader.value(
      "batch_max", default: 256, "Spans that are sent together at most.", range: 1...4096)
  }

  /// What is wrong with the settings together.
  static let validations: [SettingsValidation<GatewaySettings>] = [
    SettingsValidation(["tracing.ratio", "tracing.endpoint"]) { settings in
      settings.tracing.ratio == 0 || settings.tracing.endpoint != nil
        ? nil : "requests are to be recorded, and there is no receiver for them"
    },
    SettingsValidation(["tracing.endpoint"]) { settings in
      settings.tracing.endpoint.map { UpstreamAddress($0) != nil } ?? true
        ? nil : "the receiver is http:// or https://, a host, perhaps a port and a path"
    },
    SettingsValidation(["tracing.headers"]) { settings in
      settings.tracing.headers.map { ExportFields.parse($0) != nil } ?? true
        ? nil : "fields are name=value,name=value"
    },
    SettingsValidation(["tracing.batch_max", "tracing.spans_max"]) { settings in
      settings.tracing.batchMax <= settings.tracing.spansMax
        ? nil : "a batch cannot be larger than what may wait"
    },
    SettingsValidation(["tracing.interval", "tracing.timeout"]) { settings in
      let range = Duration.milliseconds(100)...Duration.seconds(300)
      return range.contains(settings.tracing.interval) && range.contains(settings.tracing.timeout)
        ? nil : "each takes from 100 ms to 5 minutes"
    },
  ]

  /// Whose requests are recorded.
  var policy: SamplingPolicy {
    SamplingPolicy(ratio: ratio, trustsParent: trustsParent, isRecording: endpoint != nil)
  }

  /// Where spans are sent; nil for nowhere.
  var target: SpanExporter.Target? {
    guard let address = endpoint.flatMap({ UpstreamAddress($0) }) else { return nil }
    let path = "/v1/traces"
    return SpanExporter.Target(
      url: address.url.hasSuffix(path) ? address.url : address.url + path,
      fields: headers.flatMap { ExportFields.parse($0) } ?? [], timeout: timeout,
      spansMax: spansMax, batchMax: batchMax)
  }
}
