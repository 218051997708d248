/**
 * The models that can be asked, through LangChain4j: settings, the prompt's way out, the answer's way in. Start reading at
 * {@link dev.rapport.llm.provider.ModelClient}.
 */
@NullMarked
package dev.rapport.llm.provider;

import org.jspecify.annotations.NullMarked;
