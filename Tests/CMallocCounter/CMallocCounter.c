#include "CMallocCounter.h"

#include <errno.h>
#include <stdatomic.h>
#include <stddef.h>

#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) || \
    __has_feature(memory_sanitizer)
#define FLOE_SANITIZED 1
#endif
#endif

static _Atomic uint64_t process_count;
static _Thread_local _Atomic uint64_t thread_count;

int floe_mallocs_counted(void) {
#ifdef FLOE_SANITIZED
  return 0;
#else
  return 1;
#endif
}

uint64_t floe_mallocs_of_process(void) {
  return atomic_load_explicit(&process_count, memory_order_relaxed);
}

const void *floe_mallocs_counter_of_thread(void) { return (const void *)&thread_count; }

uint64_t floe_mallocs_read(const void *counter) {
  return atomic_load_explicit((const _Atomic uint64_t *)counter, memory_order_relaxed);
}

#ifndef FLOE_SANITIZED

// The C library's own entry points, under the names that it exports for this use.
extern void *__libc_malloc(size_t);
extern void *__libc_calloc(size_t, size_t);
extern void *__libc_realloc(void *, size_t);
extern void *__libc_memalign(size_t, size_t);
extern void __libc_free(void *);

static inline void count(void) {
  atomic_fetch_add_explicit(&process_count, 1, memory_order_relaxed);
  atomic_fetch_add_explicit(&thread_count, 1, memory_order_relaxed);
}

void *malloc(size_t size) {
  count();
  return __libc_malloc(size);
}

void *calloc(size_t number, size_t size) {
  count();
  return __libc_calloc(number, size);
}

void *realloc(void *old, size_t size) {
  count();
  return __libc_realloc(old, size);
}

void *memalign(size_t alignment, size_t size) {
  count();
  return __libc_memalign(alignment, size);
}

void *aligned_alloc(size_t alignment, size_t size) {
  count();
  return __libc_memalign(alignment, size);
}

int posix_memalign(void **result, size_t alignment, size_t size) {
  if (alignment < sizeof(void *) || (alignment & (alignment - 1)) != 0) return EINVAL;
  count();
  void *memory = __libc_memalign(alignment, size);
  if (memory == NULL) return ENOMEM;
  *result = memory;
  return 0;
}

void free(void *memory) { __libc_free(memory); }

#endif
