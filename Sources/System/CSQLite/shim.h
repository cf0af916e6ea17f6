// SQLite, and the calls of it that need SQLITE_TRANSIENT: a cast of -1 to a function, which Swift
// does not import. SQLite copies what is bound before the call returns.
#ifndef FLOE_CSQLITE_H
#define FLOE_CSQLITE_H

#include <sqlite3.h>

static inline int floe_sqlite_bind_text(
    sqlite3_stmt *statement, int index, const unsigned char *text, sqlite3_uint64 count) {
  // No address would mean NULL, and an empty text may come without one.
  const char *start = text ? (const char *)text : "";
  return sqlite3_bind_text64(statement, index, start, count, SQLITE_TRANSIENT, SQLITE_UTF8);
}

static inline int floe_sqlite_bind_blob(
    sqlite3_stmt *statement, int index, const void *bytes, sqlite3_uint64 count) {
  return sqlite3_bind_blob64(statement, index, bytes, count, SQLITE_TRANSIENT);
}

#endif
