/* cli.h - the command line: musubi COMMAND [options].
 *
 * Exit codes: 0 done, 1 failed (one line on stderr says why and what to do), 2 wrong usage.
 * Every option may also stand in the environment (MUSUBI_LISTEN) or in DIR/musubi.conf
 * (listen = …); the command line wins, then the environment.
 */
#ifndef MUSUBI_CLI_CLI_H
#define MUSUBI_CLI_CLI_H

struct site;

/* site: what `serve` shows at / and /app (http/static.h); NULL: nothing. */
int cli_main(int argc, char **argv, const struct site *site);

#endif
