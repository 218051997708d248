/** Tests. */
@NullMarked
package dev.rapport.chat.config;

import org.jspecify.annotations.NullMarked;
