internal import Bytes
internal import Settings

extension AddressBlock: SettingValue {
  package static var settingType: String { "addresses" }
  package static var settingForm: String { "an address or a block of them such as 10.0.0.0/8" }
  package init?(settingText text: String) { self.init(text) }
  package var settingText: String { text }
}
