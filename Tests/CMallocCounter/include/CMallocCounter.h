// Counts the allocations of a test process. The definitions of malloc and its
// kin in this target take the place of the C library's, so it is linked into
// test bundles only. Under a sanitizer, which brings its own, nothing is counted.
#ifndef FLOE_CMALLOCCOUNTER_H
#define FLOE_CMALLOCCOUNTER_H

#include <stdint.h>

/// Whether allocations are counted in this build.
int floe_mallocs_counted(void);

/// Allocations of the whole process so far.
uint64_t floe_mallocs_of_process(void);

/// The calling thread's counter. Valid while the thread lives, readable from any thread.
const void *floe_mallocs_counter_of_thread(void);

/// Reads a counter got from `floe_mallocs_counter_of_thread`.
uint64_t floe_mallocs_read(const void *counter);

#endif
