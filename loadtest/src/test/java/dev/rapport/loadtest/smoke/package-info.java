/** Tests of the package of the same name. */
@NullMarked
package dev.rapport.loadtest.smoke;

import org.jspecify.annotations.NullMarked;
