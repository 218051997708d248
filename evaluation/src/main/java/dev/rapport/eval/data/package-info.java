/** Known conversations and questions, as they stand in files. Start reading at {@link dev.rapport.eval.data.DataSet}. */
@NullMarked
package dev.rapport.eval.data;

import org.jspecify.annotations.NullMarked;
