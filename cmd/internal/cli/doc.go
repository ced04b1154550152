// Package cli is latchkey's command line: a short file per subcommand. Without
// a subcommand it opens the screens.
//
// Run builds a fresh tree of commands for each call and depends on its Env
// alone, so that the same tree can serve another end than this process's own
// terminal. Results go to stdout, tables for people and --json for programs;
// everything else goes to stderr. A secret is never an argument: it comes from
// stdin, a prompt or the environment, and leaves alone on stdout.
package cli
