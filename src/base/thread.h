/* thread.h - what the system should do first.  Linux; elsewhere, or on kernels that do not know
 * it, nothing happens. */
#ifndef MUSUBI_BASE_THREAD_H
#define MUSUBI_BASE_THREAD_H

/* The calling thread, and those that it starts from now on: somebody waits for what they do, a
 * little each time.  They ask for short slices of the processor, so that when they wake they
 * come before whoever is in the middle of a long one (since Linux 6.12). */
void thread_prompt(void);

/* The calling thread alone: nobody waits for it, so others go first. */
void thread_background(void);

#endif
