/* main.c - the program.  What it can do stands in cli/cli.h. */
#include "cli/cli.h"

extern const struct site ui_site; /* made by tools/embed_site.py */

int main(int argc, char **argv) { return cli_main(argc, argv, &ui_site); }
