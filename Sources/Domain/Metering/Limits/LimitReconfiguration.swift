internal import Capabilities

/// Puts another limit for callers without a credential into force. Whether there is one at all is
/// decided at the start.
package struct LimitReconfiguration: Reconfigurable {
  private let addresses: AddressLimits?

  /// A reconfiguration of these limits.
  package init(_ addresses: AddressLimits?) { self.addresses = addresses }

  package func reconfigure(_ section: LimitSettings) async {
    if let limit = section.anonymousPerMinute { addresses?.adjust(to: Int64(limit)) }
  }
}
