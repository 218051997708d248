@NullMarked
package dev.rapport.loadtest.record;

import org.jspecify.annotations.NullMarked;
