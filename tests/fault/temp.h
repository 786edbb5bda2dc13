/* temp.h - folders that a test may fill. */
#ifndef MUSUBI_TESTS_TEMP_H
#define MUSUBI_TESTS_TEMP_H

#include <stddef.h>

/* A new folder: in TMPDIR, else in memory where there is plenty, else in /tmp. The tests that fail
 * a disk do so by a VFS; what a disk does by itself costs the others nothing but time. */
void temp_dir(char *out, size_t size, const char *name);

#endif
