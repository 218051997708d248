/** Tests of the package of the same name. */
@NullMarked
package dev.rapport.loadtest.system;

import org.jspecify.annotations.NullMarked;
