/**
 * Stage 1 of 7: who is this? The only package that makes an {@link dev.rapport.memory.Owner}.
 *
 * <p>Start reading at {@link dev.rapport.chat.auth.Authenticator}.
 */
@NullMarked
package dev.rapport.chat.auth;

import org.jspecify.annotations.NullMarked;
