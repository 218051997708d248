@NullMarked
package dev.rapport.loadtest.analyse;

import org.jspecify.annotations.NullMarked;
