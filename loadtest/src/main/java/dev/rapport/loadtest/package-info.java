/** Under construction. */
@NullMarked
package dev.rapport.loadtest;

import org.jspecify.annotations.NullMarked;
