internal import Settings

/// How registration answers, and what it gives away.
package enum RegistrationMode: String, CaseIterable, SettingValue {
  /// The answer is the same for every email, and the account begins when the mail that was sent
  /// there is answered: nobody learns which emails have an account.
  case confirmed
  /// The account begins at once, and who registers an email that has one is told so.
  case direct
  /// Nobody registers; accounts are made by the command.
  case closed
}
