/* cli.c - choosing the command. */
#include "cli/cli_internal.h"

#include <stdio.h>
#include <sys/stat.h>

static int cmd_version(const struct options *o, struct err *err) {
    (void)o;
    (void)err;
    puts("musubi " MUSUBI_VERSION);
    return 0;
}

static int cmd_help(const struct options *o, struct err *err);

static const struct {
    const char *name, *args, *help;
    int (*run)(const struct options *o, struct err *err);
} commands[] = {
    { "serve", "--data DIR", "run the server", cmd_serve },
    { "init", "--data DIR", "make a workspace; prints its first keys", cmd_init },
    { "staff", "[ACT EMAIL] --data DIR", "list, reset, password, disable, enable, "
      "second-factor-off", cmd_staff },
    { "person", "KIND VALUE --data DIR", "print a person as JSON", cmd_person },
    { "verify", "--data DIR", "check log and state; also beside a running server", cmd_verify },
    { "rebuild", "--data DIR", "drop every view and make it anew from the log", cmd_rebuild },
    { "backup", "FILE --data DIR", "write one consistent file; also while running", cmd_backup },
    { "restore", "FILE --data DIR", "read it back into an empty place", cmd_restore },
    { "copy", "--data DIR --to PLACE", "move between folder and PostgreSQL", cmd_copy },
    { "scan", "VALUE --data DIR", "say where a value is stored; exit code 1 when it is", cmd_scan },
    { "eval", "EXPRESSION [JSON]", "try an expression; members of the object are variables",
      cmd_eval },
    { "version", "", "print the version", cmd_version },
    { "help", "", "print this", cmd_help },
};
#define N_COMMANDS (sizeof commands / sizeof *commands)

static int cmd_help(const struct options *o, struct err *err) {
    (void)o;
    (void)err;
    puts("musubi COMMAND [options]\n");
    for (size_t i = 0; i < N_COMMANDS; i++)
        printf("  %-9s%-24s%s\n", commands[i].name, commands[i].args, commands[i].help);
    puts("\nOptions, also as MUSUBI_* in the environment or in DIR/musubi.conf:\n");
    options_help();
    return 0;
}

static int fail(const struct err *err) {
    char line[512];
    fprintf(stderr, "musubi: %s\n", err_line(err, line, sizeof line));
    return err->code == E_INVALID ? 2 : 1;
}

int cli_main(int argc, char **argv, const struct site *site) {
    struct options o;
    struct arena arena;
    struct err err = ERR_INIT;
    int rc = -1;
    umask(077); /* whatever we write holds people's data */
    arena_init(&arena, "options", 1u << 20);
    if (options_read(&o, &arena, argc - 1, argv + 1, &err) == 0) {
        o.site = site;
        const char *name = o.n_args > 0 ? o.args[0] : "help";
        err_set(&err, E_INVALID, "there is no command \"%.60s\"", name);
        err_hint(&err, "musubi help lists them");
        for (size_t i = 0; i < N_COMMANDS; i++)
            if (strcmp(name, commands[i].name) == 0) {
                err = ERR_INIT;
                rc = commands[i].run(&o, &err);
                break;
            }
    }
    arena_release(&arena);
    return rc < 0 ? fail(&err) : rc;
}
