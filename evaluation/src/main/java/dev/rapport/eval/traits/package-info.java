/**
 * What the service learns of people, held against labelled utterances. Start reading at {@link
 * dev.rapport.eval.traits.TraitsCommand}.
 */
@NullMarked
package dev.rapport.eval.traits;

import org.jspecify.annotations.NullMarked;
