/* check.h - assertions that stay on in release builds.  Never for outside input. */
#ifndef MUSUBI_BASE_CHECK_H
#define MUSUBI_BASE_CHECK_H

/* Print "file:line: check failed: text" and abort.  The core's in-flight marker then
 * tells the next start which input it was (see core/quarantine.c). */
_Noreturn void check_failed(const char *file, int line, const char *text);

#define CHECK(cond) \
    (__builtin_expect(!!(cond), 1) ? (void)0 : check_failed(__FILE__, __LINE__, #cond))

#endif
