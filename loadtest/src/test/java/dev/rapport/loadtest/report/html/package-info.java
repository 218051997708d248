@NullMarked
package dev.rapport.loadtest.report.html;

import org.jspecify.annotations.NullMarked;
