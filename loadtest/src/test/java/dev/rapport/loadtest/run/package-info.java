/** Tests of the package of the same name. */
@NullMarked
package dev.rapport.loadtest.run;

import org.jspecify.annotations.NullMarked;
