package import Bytes
internal import Settings

extension AddressBlock: SettingValue {
  package static var settingType: String { "block" }
  package static var settingForm: String { "a block of addresses such as 192.0.2.0/24" }

  package init?(settingText text: String) { self.init(text) }

  package var settingText: String { text }
}
