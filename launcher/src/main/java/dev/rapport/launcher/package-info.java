/** Under construction. */
@NullMarked
package dev.rapport.launcher;

import org.jspecify.annotations.NullMarked;
