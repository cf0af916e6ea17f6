internal import Forwarding
internal import Settings

extension ForwardedFields: SettingValue {}
