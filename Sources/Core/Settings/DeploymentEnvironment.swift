/// Where the process runs; each environment is a preset of the same settings, and no
/// code asks which one it is.
package enum DeploymentEnvironment: String, CaseIterable, SettingValue {
  case development, test, staging, production
}
