/* metrics.c - what /metrics shows (Prometheus text format 0.0.4). */
#include "http/metrics.h"

#include "base/check.h"

#include <math.h>
#include <pthread.h>
#include <stdatomic.h>

struct series {
    const char *name, *help;
    enum metric_type type;
    double (*fn)(void *arg);
    void *arg;
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct series all[METRICS_MAX];
static uint32_t n_all;

static struct str base_name(const char *name) {
    return str_n(name, strcspn(name, "{"));
}

void metrics_add(const char *name, const char *help, enum metric_type type,
                 double (*fn)(void *arg), void *arg) {
    pthread_mutex_lock(&lock);
    uint32_t at = 0;
    while (at < n_all && strcmp(all[at].name, name) != 0)
        at++;
    CHECK(at < METRICS_MAX);
    all[at] = (struct series){ name, help, type, fn, arg };
    if (at == n_all)
        n_all++;
    pthread_mutex_unlock(&lock);
}

void metrics_remove(const void *arg) {
    pthread_mutex_lock(&lock);
    uint32_t keep = 0;
    for (uint32_t i = 0; i < n_all; i++)
        if (all[i].arg != arg)
            all[keep++] = all[i];
    n_all = keep;
    pthread_mutex_unlock(&lock);
}

static void write_value(struct buf *out, double v) {
    if (isnan(v))
        buf_puts(out, "NaN\n");
    else if (isinf(v))
        buf_puts(out, v > 0 ? "+Inf\n" : "-Inf\n");
    else
        buf_printf(out, "%.15g\n", v);
}

void metrics_write(struct buf *out) {
    bool done[METRICS_MAX] = { false };
    pthread_mutex_lock(&lock);
    for (uint32_t i = 0; i < n_all; i++) {
        if (done[i])
            continue;
        struct str base = base_name(all[i].name);
        buf_printf(out, "# HELP %.*s %s\n# TYPE %.*s %s\n", STR_FMT(base), all[i].help,
                   STR_FMT(base), all[i].type == METRIC_COUNTER ? "counter" : "gauge");
        for (uint32_t j = i; j < n_all; j++) {
            if (!str_eq(base_name(all[j].name), base))
                continue;
            done[j] = true;
            buf_printf(out, "%s ", all[j].name);
            write_value(out, all[j].fn(all[j].arg));
        }
    }
    pthread_mutex_unlock(&lock);
}

static const int64_t bucket_us[HISTOGRAM_BUCKETS] = { 250,    500,    1000,   2500,   5000,
                                                      10000,  25000,  50000,  100000, 250000,
                                                      500000, 1000000, 2500000, 10000000 };
static const char *const bucket_text[HISTOGRAM_BUCKETS + 1] = {
    "0.00025", "0.0005", "0.001", "0.0025", "0.005", "0.01", "0.025", "0.05",
    "0.1",     "0.25",   "0.5",   "1",      "2.5",   "10",   "+Inf"
};

void route_metrics_count(struct route_metrics *m, int status, int64_t ns) {
    int class = status >= 100 && status < 600 ? status / 100 : 0;
    int64_t us = ns / 1000;
    int b = 0;
    while (b < HISTOGRAM_BUCKETS && us > bucket_us[b])
        b++;
    atomic_fetch_add_explicit(&m->by_class[class], 1, memory_order_relaxed);
    atomic_fetch_add_explicit(&m->buckets[b], 1, memory_order_relaxed);
    atomic_fetch_add_explicit(&m->sum_us, (uint64_t)(us > 0 ? us : 0), memory_order_relaxed);
}

void route_metrics_write(const struct route_metrics *m, const char *method, const char *path,
                         bool histogram, struct buf *out) {
    static const char *const class_text[6] = { "cut", "1xx", "2xx", "3xx", "4xx", "5xx" };
    if (!histogram) {
        for (int i = 0; i < 6; i++) {
            uint64_t n = atomic_load_explicit(&m->by_class[i], memory_order_relaxed);
            if (n)
                buf_printf(out,
                           "musubi_http_requests_total{method=\"%s\",route=\"%s\","
                           "status=\"%s\"} %llu\n",
                           method, path, class_text[i], (unsigned long long)n);
        }
        return;
    }
    uint64_t sum = 0;
    uint64_t counts[HISTOGRAM_BUCKETS + 1];
    for (int i = 0; i <= HISTOGRAM_BUCKETS; i++)
        sum += counts[i] = atomic_load_explicit(&m->buckets[i], memory_order_relaxed);
    if (sum == 0)
        return;
    uint64_t upto = 0;
    for (int i = 0; i <= HISTOGRAM_BUCKETS; i++) {
        upto += counts[i];
        buf_printf(out,
                   "musubi_http_request_seconds_bucket{method=\"%s\",route=\"%s\","
                   "le=\"%s\"} %llu\n",
                   method, path, bucket_text[i], (unsigned long long)upto);
    }
    double seconds = (double)atomic_load_explicit(&m->sum_us, memory_order_relaxed) / 1e6;
    buf_printf(out, "musubi_http_request_seconds_sum{method=\"%s\",route=\"%s\"} %.6f\n", method,
               path, seconds);
    buf_printf(out, "musubi_http_request_seconds_count{method=\"%s\",route=\"%s\"} %llu\n",
               method, path, (unsigned long long)sum);
}
