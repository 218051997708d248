/**
 * What {@code ./rapport} does beyond a few lines of shell: renders the configurations, starts the parts, keeps them
 * running, shows and stops them. Start reading at {@link dev.rapport.launcher.Supervisor}.
 */
@NullMarked
package dev.rapport.launcher;

import org.jspecify.annotations.NullMarked;
