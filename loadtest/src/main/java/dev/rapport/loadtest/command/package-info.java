/**
 * The command line of the load suite, {@code ./rapport load}: what to run, how it is going, and the exit code. Start reading
 * at {@link dev.rapport.loadtest.command.LoadCommand}.
 */
@NullMarked
package dev.rapport.loadtest.command;

import org.jspecify.annotations.NullMarked;
