/**
 * Watches the processes of a run from the side: what they use, and how late the harness itself is. Start reading at {@link
 * dev.rapport.loadtest.watch.Watcher}.
 */
@NullMarked
package dev.rapport.loadtest.watch;

import org.jspecify.annotations.NullMarked;
