/** Tests of the package of the same name. */
@NullMarked
package dev.rapport.loadtest.watch;

import org.jspecify.annotations.NullMarked;
