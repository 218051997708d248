@NullMarked
package dev.rapport.loadtest.command;

import org.jspecify.annotations.NullMarked;
