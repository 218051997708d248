/** Tests of the package of the same name. */
@NullMarked
package dev.rapport.loadtest.simulator;

import org.jspecify.annotations.NullMarked;
