internal import Traces

/// What sends spans: the resource of OpenTelemetry.
package struct ExportResource: Sendable, Hashable {
  /// The service, its version, and which of its processes this is.
  package var serviceName: String
  package var serviceVersion: String
  package var instanceID: String
  /// Where it runs, as `deployment.environment.name`.
  package var environment: String

  /// A resource of these parts.
  package init(
    serviceName: String, serviceVersion: String, instanceID: String, environment: String
  ) {
    self.serviceName = serviceName
    self.serviceVersion = serviceVersion
    self.instanceID = instanceID
    self.environment = environment
  }

  /// The parts under the names of OpenTelemetry's conventions.
  var attributes: [SpanAttribute] {
    [
      SpanAttribute("service.name", serviceName),
      SpanAttribute("service.version", serviceVersion),
      SpanAttribute("service.instance.id", instanceID),
      SpanAttribute("deployment.environment.name", environment),
      SpanAttribute("telemetry.sdk.name", "floe"),
      SpanAttribute("telemetry.sdk.language", "swift"),
      SpanAttribute("telemetry.sdk.version", serviceVersion),
    ]
  }
}
