internal import Settings

extension WalrusEndpoint: SettingValue {
  package static var settingType: String { "URL" }
  package static var settingForm: String { "a URL such as https://aggregator.example.org" }
  package init?(settingText text: String) { self.init(text) }
  package var settingText: String { base }
}

extension WalrusNetwork: SettingValue {}
