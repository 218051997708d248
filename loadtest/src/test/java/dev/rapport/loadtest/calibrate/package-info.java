/** Tests of the package of the same name. */
@NullMarked
package dev.rapport.loadtest.calibrate;

import org.jspecify.annotations.NullMarked;
