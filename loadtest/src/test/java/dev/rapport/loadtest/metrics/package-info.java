@NullMarked
package dev.rapport.loadtest.metrics;

import org.jspecify.annotations.NullMarked;
