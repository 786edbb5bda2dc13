/* tornvfs.h - an SQLite VFS named "torn" that can lose power.
 *
 * What a program writes is seen by every connection that uses this VFS, but reaches the file on
 * the disk only with xSync.  tornvfs_power_loss() then drops or tears what was not synced, in
 * sectors of 512 bytes, in any order: a later write may be there and an earlier one not.  So are
 * files that were made or deleted and whose folder was not synced.  Open with
 * db_open("vfs=torn:/path", …).  Locks and shared memory are those of the default VFS.
 *
 * A crash:  tornvfs_crash_at(n);            the nth write, sync, truncate or delete from now
 *           … work until db_commit() fails … fails, and so does every I/O after it
 *           db_close(…);                    every connection: none may live through a restart
 *           tornvfs_power_loss(seed);       decides what the disk holds
 *           tornvfs_restart();              I/O works again, on what is left
 *
 * Thread safe.  The whole of each open file is kept in memory.
 */
#ifndef MUSUBI_TESTS_TORNVFS_H
#define MUSUBI_TESTS_TORNVFS_H

#include <stdbool.h>
#include <stdint.h>

void tornvfs_register(void); /* once or more often */

uint64_t tornvfs_ops(void);        /* writes, syncs, truncates and deletes so far */
void tornvfs_crash_at(uint64_t n); /* the nth op from now, from 1; 0: never */
void tornvfs_crash_now(void);
bool tornvfs_crashed(void);

void tornvfs_power_loss(uint64_t seed); /* crashes first if nobody has */
void tornvfs_restart(void);
/* No crash: what is not synced goes to the disk, as it would when only the program ends. */
void tornvfs_settle(void);
/* Syncs report success and do nothing: a disk that lies, for tests of tests. */
void tornvfs_sync_lies(bool lies);

#endif
