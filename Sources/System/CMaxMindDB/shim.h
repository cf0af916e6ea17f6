#include <maxminddb.h>

/// Finds the country of an address, as the two letters of ISO 3166-1, in a database of countries or
/// cities: where the address is, else where its block is registered. Allocates nothing.
///
/// Returns 1 when the two letters were written, 0 when nothing is known or the file is damaged there.
static inline int floe_mmdb_country(
    const MMDB_s *database, const struct sockaddr *address, unsigned char letters[2]) {
  static const char *const located[] = {"country", "iso_code", NULL};
  static const char *const registered[] = {"registered_country", "iso_code", NULL};
  int failure = MMDB_SUCCESS;
  MMDB_lookup_result_s found = MMDB_lookup_sockaddr(database, address, &failure);
  if (failure != MMDB_SUCCESS || !found.found_entry) return 0;
  MMDB_entry_data_s data;
  for (int attempt = 0; attempt < 2; attempt++) {
    const char *const *path = attempt == 0 ? located : registered;
    if (MMDB_aget_value(&found.entry, &data, path) != MMDB_SUCCESS) continue;
    if (!data.has_data || data.type != MMDB_DATA_TYPE_UTF8_STRING || data.data_size != 2) continue;
    letters[0] = (unsigned char)data.utf8_string[0];
    letters[1] = (unsigned char)data.utf8_string[1];
    return 1;
  }
  return 0;
}
