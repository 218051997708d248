/** Ways to rank what was said by a question: the service's own and the plain ones. Start reading at {@link dev.rapport.eval.rank.Method}. */
@NullMarked
package dev.rapport.eval.rank;

import org.jspecify.annotations.NullMarked;
