/** Tests of the package of the same name. */
@NullMarked
package dev.rapport.loadtest.clock;

import org.jspecify.annotations.NullMarked;
