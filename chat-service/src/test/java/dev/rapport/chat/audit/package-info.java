/** Tests. */
@NullMarked
package dev.rapport.chat.audit;

import org.jspecify.annotations.NullMarked;
