/** Tests of the package of the same name. */
@NullMarked
package dev.rapport.loadtest.client;

import org.jspecify.annotations.NullMarked;
