// libcurl, and the calls of it that Swift cannot make: curl_easy_setopt and its kin are
// variadic. Each function here passes one kind of argument on and does nothing else.
#ifndef FLOE_CCURL_H
#define FLOE_CCURL_H

#include <curl/curl.h>

static inline CURLcode floe_curl_global_init(void) {
  return curl_global_init(CURL_GLOBAL_DEFAULT);
}

static inline CURLcode floe_curl_set_long(CURL *easy, CURLoption option, long value) {
  return (curl_easy_setopt)(easy, option, value);
}

static inline CURLcode floe_curl_set_offset(CURL *easy, CURLoption option, curl_off_t value) {
  return (curl_easy_setopt)(easy, option, value);
}

static inline CURLcode floe_curl_set_text(CURL *easy, CURLoption option, const char *value) {
  return (curl_easy_setopt)(easy, option, value);
}

static inline CURLcode floe_curl_set_pointer(CURL *easy, CURLoption option, void *value) {
  return (curl_easy_setopt)(easy, option, value);
}

static inline CURLcode floe_curl_set_fields(CURL *easy, struct curl_slist *fields) {
  return (curl_easy_setopt)(easy, CURLOPT_HTTPHEADER, fields);
}

static inline void floe_curl_on_head(CURL *easy, curl_write_callback call, void *context) {
  (curl_easy_setopt)(easy, CURLOPT_HEADERFUNCTION, call);
  (curl_easy_setopt)(easy, CURLOPT_HEADERDATA, context);
}

static inline void floe_curl_on_body(CURL *easy, curl_write_callback call, void *context) {
  (curl_easy_setopt)(easy, CURLOPT_WRITEFUNCTION, call);
  (curl_easy_setopt)(easy, CURLOPT_WRITEDATA, context);
}

static inline void floe_curl_on_read(CURL *easy, curl_read_callback call, void *context) {
  (curl_easy_setopt)(easy, CURLOPT_READFUNCTION, call);
  (curl_easy_setopt)(easy, CURLOPT_READDATA, context);
}

static inline void floe_curl_on_seek(CURL *easy, curl_seek_callback call, void *context) {
  (curl_easy_setopt)(easy, CURLOPT_SEEKFUNCTION, call);
  (curl_easy_setopt)(easy, CURLOPT_SEEKDATA, context);
}

static inline void floe_curl_on_connected(CURL *easy, curl_prereq_callback call, void *context) {
  (curl_easy_setopt)(easy, CURLOPT_PREREQFUNCTION, call);
  (curl_easy_setopt)(easy, CURLOPT_PREREQDATA, context);
}

static inline CURLcode floe_curl_get_offset(CURL *easy, CURLINFO info, curl_off_t *value) {
  return (curl_easy_getinfo)(easy, info, value);
}

static inline CURLcode floe_curl_get_long(CURL *easy, CURLINFO info, long *value) {
  return (curl_easy_getinfo)(easy, info, value);
}

static inline void *floe_curl_get_private(CURL *easy) {
  char *value = NULL;
  (curl_easy_getinfo)(easy, CURLINFO_PRIVATE, &value);
  return value;
}

static inline CURLMcode floe_curlm_set_long(CURLM *multi, CURLMoption option, long value) {
  return (curl_multi_setopt)(multi, option, value);
}

static inline void floe_curlm_on_socket(CURLM *multi, curl_socket_callback call, void *context) {
  (curl_multi_setopt)(multi, CURLMOPT_SOCKETFUNCTION, call);
  (curl_multi_setopt)(multi, CURLMOPT_SOCKETDATA, context);
}

static inline void floe_curlm_on_timer(
    CURLM *multi, curl_multi_timer_callback call, void *context) {
  (curl_multi_setopt)(multi, CURLMOPT_TIMERFUNCTION, call);
  (curl_multi_setopt)(multi, CURLMOPT_TIMERDATA, context);
}

// The next finished transfer and its result, or NULL when there is none.
static inline CURL *floe_curlm_next_finished(CURLM *multi, CURLcode *result) {
  int left = 0;
  CURLMsg *message;
  while ((message = curl_multi_info_read(multi, &left)) != NULL) {
    if (message->msg != CURLMSG_DONE) continue;
    *result = message->data.result;
    return message->easy_handle;
  }
  return NULL;
}

#endif
