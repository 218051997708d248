/** Tests. */
@NullMarked
package dev.rapport.chat.http;

import org.jspecify.annotations.NullMarked;
