/** Tests of the package of the same name. */
@NullMarked
package dev.rapport.loadtest.proxy;

import org.jspecify.annotations.NullMarked;
