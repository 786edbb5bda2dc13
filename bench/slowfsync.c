/* slowfsync.c - LD_PRELOAD: each fsync and fdatasync takes SLOWFSYNC_US longer (2000 unless set).
 *
 * What a disk behind a network adds; the program under test does not know. */
#include <dlfcn.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

static void wait_first(void) {
    static long us = -1;
    if (us < 0) {
        const char *s = getenv("SLOWFSYNC_US");
        us = s ? strtol(s, NULL, 10) : 2000;
    }
    struct timespec ts = { us / 1000000, us % 1000000 * 1000 };
    nanosleep(&ts, NULL);
}

int fsync(int fd) {
    static int (*real)(int);
    if (!real)
        real = (int (*)(int))dlsym(RTLD_NEXT, "fsync");
    wait_first();
    return real(fd);
}

int fdatasync(int fd) {
    static int (*real)(int);
    if (!real)
        real = (int (*)(int))dlsym(RTLD_NEXT, "fdatasync");
    wait_first();
    return real(fd);
}
