/* stories.h - stories in plain English: what happened, and which persons came of it.
 *
 * The grammar (stories.txt has the stories; # begins a remark):
 *
 *   Story: TITLE
 *   [late:] WHEN MESSAGE {; [late:] WHEN MESSAGE}    a line is one batch, lines arrive in order
 *   we part THING {and THING} from THING because "…"
 *   we merge THING and THING because "…"
 *   we take the [first|second|third|last] split|merge back
 *   we cannot  …any of these three…  : a limit|a cut|already one|too large|already taken back|
 *                                       nothing would remain|not of this person
 *   Then HAS {| HAS}                                 different clauses are different persons
 *
 *   WHEN     HH:MM of the day before all arrives, or YYYY-MM-DD HH:MM; what is earlier than
 *            anything before it must say "late:"
 *   MESSAGE  DEVICE looks around
 *            DEVICE signs in as USER [with DETAIL {and DETAIL}]
 *            DEVICE gives DETAIL {and DETAIL}
 *            the back office records USER [with DETAIL {and DETAIL}]
 *            an alias says that DEVICE-or-USER is USER
 *            NUMBER devices sign in as USER          called USER-1, USER-2 …
 *   DETAIL   e-mail X | phone X | customer number X | crm number X
 *   THING    DETAIL | user X | device X | X         X alone: a user of the story, else a device
 *   HAS      THING has THING-or-EVENTS {and THING-or-EVENTS}       EVENTS: NUMBER event(s)
 *            THING was refused DETAIL because of a limit|a cut|its size|quarantine
 *            nobody has THING
 *
 * "," stands for "and"; a value with spaces stands in "…".
 */
#ifndef MUSUBI_TESTS_UNIFY_STORIES_H
#define MUSUBI_TESTS_UNIFY_STORIES_H

/* Tells every story of the file in a house of its own, and rebuilds each from its log.  A line
 * that cannot be read, or is not so, fails the test with its number.  How many there were. */
int stories_tell(const char *path);

#endif
