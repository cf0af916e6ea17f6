internal import Settings

extension IPFSGateway: SettingValue {
  package static var settingType: String { "URL" }
  package static var settingForm: String { "a URL such as https://gateway.example.org" }
  package init?(settingText text: String) { self.init(text) }
  package var settingText: String { base }
}
