package import Settings

/// The settings of plans and invoices.
package struct BillingSettings: SettingsSection {
  package static let section = "billing"

  /// The file of plans; nil for the plans that come with the program.
  package var plansFile: String?
  /// The plan of users who chose none.
  package var defaultPlan: String
  /// How long after its end a month is closed.
  package var closingDelay: Duration
  /// How often it is looked whether a month is to be closed.
  package var closingInterval: Duration

  package init(reading reader: inout SettingsReader) {
    plansFile = reader.value(
      "plans_file", default: String?.none,
      "JSON file of the plans that are offered; those that come with Floe when not set.")
    defaultPlan = reader.value(
      "default_plan", default: "free", "Plan of users who chose none.")
    closingDelay = reader.value(
      "closing_delay", default: .seconds(3600),
      "How long after the end of a month its invoices are made; what is counted later is not billed.",
      range: .zero ... .seconds(7 * 86_400))
    closingInterval = reader.value(
      "closing_interval", default: .seconds(60),
      "How often it is looked whether there are invoices to make.",
      range: .seconds(1) ... .seconds(86_400))
  }
}
