/** Tests of the package of the same name. */
@NullMarked
package dev.rapport.loadtest.lint;

import org.jspecify.annotations.NullMarked;
