/* metrics.h - what /metrics shows (Prometheus text format 0.0.4). */
#ifndef MUSUBI_HTTP_METRICS_H
#define MUSUBI_HTTP_METRICS_H

#include "base/buf.h"

enum metric_type { METRIC_COUNTER, METRIC_GAUGE };

#define METRICS_MAX 512

/* Register one series for the life of the process.  name: "musubi_core_commits_total", or with
 * labels: "musubi_events_total{type=\"track\"}"; the series of one name are registered with the
 * same help and type.  Strings are borrowed for ever.  fn is called from connection threads
 * at each scrape.  Adding a name again replaces fn and arg.  Thread safe. */
void metrics_add(const char *name, const char *help, enum metric_type type,
                 double (*fn)(void *arg), void *arg);
/* Forget every series with this arg: call before what it points to goes away. */
void metrics_remove(const void *arg);
/* All of them; the series of one name stand together. */
void metrics_write(struct buf *out);

/* Counters and latencies of one route.  Any thread. */
#define HISTOGRAM_BUCKETS 14
struct route_metrics {
    _Atomic uint64_t by_class[6];                   /* [2]: 2xx; [0]: cut off, no answer */
    _Atomic uint64_t buckets[HISTOGRAM_BUCKETS + 1]; /* not cumulated; the last is +Inf */
    _Atomic uint64_t sum_us;
};
void route_metrics_count(struct route_metrics *m, int status, int64_t ns);
void route_metrics_write(const struct route_metrics *m, const char *method, const char *path,
                         bool histogram, struct buf *out);

#endif
