@NullMarked
package dev.rapport.loadtest.verdict;

import org.jspecify.annotations.NullMarked;
