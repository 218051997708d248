/** Tests of the package of the same name, most against published tables or figures that other software computed. */
@NullMarked
package dev.rapport.loadtest.stats;

import org.jspecify.annotations.NullMarked;
