@NullMarked
package dev.rapport.loadtest.report;

import org.jspecify.annotations.NullMarked;
