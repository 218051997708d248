/** Tests of the package of the same name. */
@NullMarked
package dev.rapport.loadtest.profile;

import org.jspecify.annotations.NullMarked;
