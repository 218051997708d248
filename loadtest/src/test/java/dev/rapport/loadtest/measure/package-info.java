/** Tests of the package of the same name. */
@NullMarked
package dev.rapport.loadtest.measure;

import org.jspecify.annotations.NullMarked;
