package import Settings

/// Which pages of other origins may use the interface.
package struct CrossOriginSettings: SettingsSection {
  package static let section = "cors"

  /// The origins, exactly.
  package var origins: [WebOrigin]

  package init(reading reader: inout SettingsReader) {
    origins = reader.value(
      "origins", default: [WebOrigin](),
      "Origins whose pages may use the interface with credentials, exactly as browsers send them "
        + "(https://app.example); content is for pages of every origin, without credentials.")
  }
}
