/* main.c - the program.  What it can do stands in cli/cli.h. */
#include "cli/cli.h"

int main(int argc, char **argv) { return cli_main(argc, argv); }
