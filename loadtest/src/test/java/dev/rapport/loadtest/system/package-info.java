@NullMarked
package dev.rapport.loadtest.system;

import org.jspecify.annotations.NullMarked;
