/**
 * What the memory is worth, measured: known conversations go through the code that the service runs, and what it recalls, keeps
 * within a budget and learns of people is held against what is right. Start reading at {@link dev.rapport.eval.Main}.
 */
@NullMarked
package dev.rapport.eval;

import org.jspecify.annotations.NullMarked;
