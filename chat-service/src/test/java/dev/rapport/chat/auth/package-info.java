/** Tests. */
@NullMarked
package dev.rapport.chat.auth;

import org.jspecify.annotations.NullMarked;
