package import Settings

/// Variable names that operators know from elsewhere and that work here too.
package enum EnvironmentAliases {
  /// Each foreign name and the setting that it means.
  package static let all = [
    SettingAlias("PORT", means: "server.port"),
    SettingAlias("HOST", means: "server.host"),
    SettingAlias("NODE_ENV", means: "environment"),
    SettingAlias("LOG_LEVEL", means: "log.level"),
    SettingAlias("DATABASE_URL", means: "database.url"),
    SettingAlias("REDIS_URL", means: "shared_state.url"),
    SettingAlias("TUSKY_API_KEY", means: "tusky.api_key"),
    SettingAlias("TUSKY_API_URL", means: "tusky.api_url"),
    SettingAlias("WALRUS_NETWORK", means: "walrus.network"),
    SettingAlias("OTEL_EXPORTER_OTLP_ENDPOINT", means: "tracing.endpoint"),
    SettingAlias("OTEL_EXPORTER_OTLP_HEADERS", means: "tracing.headers"),
    SettingAlias("OTEL_SERVICE_NAME", means: "tracing.service_name"),
    SettingAlias("SENTRY_DSN", means: "sentry.dsn"),
    SettingAlias("ENVIRONMENT", means: "sentry.environment"),
    SettingAlias("CACHE_TTL", means: "content.fresh_time"),
  ]
}
